package dev.procession.storm;

/** What is done in the fourth storm, in the order of the table. */
enum LockCount implements Counts.Labelled {
    LOCK("changes under a ProcessLock"),
    REENTRANT("changes under a ReentrantProcessLock"),
    NUMBER_LOCK("changes under the lock of a SharedInt"),
    PUT("tokens put, one condition"),
    TAKE("tokens taken, another condition"),
    READ("sums under a read lock"),
    WRITE("moves under a write lock"),
    SEAT("permits held"),
    PERMIT("permits counted"),
    EVENT("events awaited"),
    PULSE("events set and cleared"),
    BARRIER("barriers passed"),
    LATCH("latches passed"),
    ADD("atomic additions"),
    RECOVER("recoveries"),
    OWNER_DIED("owner deaths told"),
    BROKEN("broken barriers told"),
    RESET("barriers reset");

    private final String label;

    LockCount(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
