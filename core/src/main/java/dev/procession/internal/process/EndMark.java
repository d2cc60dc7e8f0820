package dev.procession.internal.process;

/** How a child ends, in its own words: the first mark that it sets counts. */
final class EndMark {
    /** The child ends because its parent asked for it. */
    static final int ORDERLY = 1;
    /** The child's shutdown hook found a thread inside {@code System.exit}; its words are the caller. */
    static final int EXIT_CALLED = 2;
    /** The child's shutdown hook found the JVM's signal handler at work; its words are the signal. */
    static final int SIGNALLED = 3;
    /** The child's own loop failed, or could not tell what it should; its words say why. */
    static final int LOOP_FAILED = 4;
    /** The child's shutdown hook found nobody who ends it: its last non-daemon thread had ended. */
    static final int MAIN_ENDED = 5;

    /** The most bytes of its words, in UTF-8. */
    static final int MOST_BYTES = 4096;

    private EndMark() {}
}
