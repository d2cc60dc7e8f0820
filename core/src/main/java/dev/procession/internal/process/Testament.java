package dev.procession.internal.process;

/** Where a child writes down how it ends. */
interface Testament {
    /** The mark that has been set, or 0. */
    int endMark();

    /** Sets a mark of {@link EndMark} with its words, unless there is one. */
    void markEnd(int mark, String caller);

    /** Has the whole number written down that this process will have given to {@code exit}, where that is possible. */
    void keepExitNumber();
}
