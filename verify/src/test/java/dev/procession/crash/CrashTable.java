package dev.procession.crash;

import java.io.IOException;

/** The table of the guide that says what a caller sees if a task does harm. */
final class CrashTable {
    /** The process that runs the code is the user's own. */
    static final String PROGRAM_ENDS = "your program ends";
    /** The thread that runs the code is the user's own. */
    static final String THREAD_WAITS = "your thread waits";

    private static final GuideTable TABLE = new GuideTable("when-a-task-is-lost.md");

    private CrashTable() {}

    static String cell(Harm harm, Stage stage) throws IOException {
        return TABLE.row(harm.words()).get(stage.column());
    }
}
