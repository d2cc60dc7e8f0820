package dev.procession.internal.process;

/** What a child is for, once it is up. Implementations have a public constructor that takes a {@link ChildLink}. */
public interface ChildRole {
    /** The exit code of a child whose own loop failed; the control block says why. */
    int LOOP_FAILED = 72;

    /** Starts to work, in threads of its own; returns at once. Called after the child is known to be ready. */
    void start();

    /** Interrupts the task of this number, if it still runs. */
    void interrupt(long task);

    /** The thread that matters most in a thread dump. */
    Thread worker();
}
