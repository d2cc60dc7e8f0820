package dev.procession.storm;

/** What is counted in the second storm, in the order of the table. */
enum ChurnCount implements Counts.Labelled {
    OPENED("pools opened"),
    CLOSE("  ended by close()"),
    CLOSE_INTERRUPTED("  ended by close(), interrupted"),
    CLOSE_TIMED("  ended by close(timeout)"),
    SHUTDOWN_NOW("  ended by shutdownNow()"),
    SHUTDOWN_AWAIT("  ended by shutdown(), awaitTermination()"),
    ENDED_TWICE("  ended again by another thread"),
    KILLED("workers killed"),
    CANCEL("cancel(false)"),
    CANCEL_INTERRUPT("cancel(true)"),
    CANCEL_REFUSED("  refused, too late"),
    STREAMS("outcomes() left half-way"),
    REJECTED("submits refused by an ended pool"),
    FUTURES("futures"),
    DONE("  done"),
    FAILED("  failed as asked"),
    CANCELLED("  cancelled"),
    LOST_KILLED("  lost to SIGKILL"),
    LOST_CLOSED("  lost to the end of the pool"),
    DEPENDENTS("  their dependents run");

    private final String label;

    ChurnCount(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
