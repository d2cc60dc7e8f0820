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

    /** The thread that matters most in a thread dump. */
    Thread worker();
}
