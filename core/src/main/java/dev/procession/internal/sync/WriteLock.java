package dev.procession.internal.sync;

import dev.procession.internal.memory.Domain;
import dev.procession.sync.ReentrantProcessLock;

/** The part of a {@link RobustReadWriteLock} that is held to write. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class WriteLock extends RobustLock implements ReentrantProcessLock {
    private final RobustReadWriteLock whole;
    private final LockWord word;
    private final ReaderTable readers;

    WriteLock(RobustReadWriteLock whole, Domain domain, LockWord word, ReaderTable readers) {
        super(whole, domain, word, SharedType.WRITE_LOCK);
        this.whole = whole;
        this.word = word;
        this.readers = readers;
    }

    @Override
    void checkMayTake() {
        if (ReadHolds.of(whole) > 0)
            throw new IllegalMonitorStateException(
                    whole + " is held to read by this very thread, which would wait for itself; unlock that first");
    }

    @Override
    boolean settle(long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        if (!readers.isNone() && !readers.awaitNone(deadlineNanos, check)) return false;
        word.settle();
        return true;
    }

    @Override
    public int getHoldCount() {
        return holds();
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return isHeldHere();
    }
}
