package dev.procession.internal.process;

/** What a child is for, once it is up. Implementations have a public constructor that takes a {@link ChildLink}. */
public interface ChildRole {
    /** The exit code of a child whose own loop failed; the control block says why. */
    int LOOP_FAILED = 72;

    /**
     * Works, in the main thread of the child. Called after the child is known to be ready; when it returns or throws, the JVM
     * goes on as after any main method.
     */
    void run() throws Exception;

    /** Interrupts the task of this number, if it still runs. */
    void interrupt(long task);

    /**
     * Begins to bring the work to an end; never waits. Called by the thread that serves the parent's commands, which ends the JVM
     * when half the time of grace is over.
     *
     * @return whether there is nothing to wait for
     */
    boolean terminate();

    /** The thread that matters most in a thread dump. */
    Thread worker();
}
