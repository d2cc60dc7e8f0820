package dev.procession.internal.process;

/** A child that runs, and how its kind is asked for something. Not used after its end. */
interface Running {
    Child child();

    /** Asks for an end in order within this time; never waits. */
    void terminate(long graceNanos);

    /** Interrupts what it does; never waits. */
    void interrupt();
}
