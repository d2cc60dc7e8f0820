package dev.procession.crash;

/** Where in the life of a task its code runs, in the order of the columns of the table in the guide. */
enum Stage {
    /** In the caller's thread, when the input is encoded. */
    WRITE_INPUT(1),
    /** In the worker, when the input is decoded. */
    READ_INPUT(2),
    /** In the worker. */
    RUN(3),
    /** In the worker, when the result is encoded. */
    WRITE_RESULT(4),
    /** In the thread that asks for the result. */
    READ_RESULT(5);

    private final int column;

    Stage(int column) {
        this.column = column;
    }

    /** The column in the table, after that of the harms. */
    int column() {
        return column;
    }

    /** Whether it is the caller's process that runs the code. */
    boolean isInCaller() {
        return this == WRITE_INPUT || this == READ_RESULT;
    }
}
