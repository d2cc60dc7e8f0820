package dev.procession.internal.sync;

import dev.procession.internal.memory.CellId;
import java.util.function.Function;

/** What a {@link SharedForm} becomes where it arrives. */
public enum SharedType {
    LOCK(RobustLock::open),
    REENTRANT_LOCK(ReentrantRobustLock::open),
    READ_WRITE_LOCK(RobustReadWriteLock::open),
    READ_LOCK(id -> RobustReadWriteLock.open(id).reader()),
    WRITE_LOCK(id -> RobustReadWriteLock.open(id).writeLock()),
    SHARED_INT(SharedIntCell::open),
    SHARED_INT_LOCK(id -> SharedIntCell.open(id).ownLock()),
    SHARED_LONG(SharedLongCell::open),
    SHARED_LONG_LOCK(id -> SharedLongCell.open(id).ownLock()),
    EVENT(SharedEvent::open),
    LATCH(SharedLatch::open),
    SEMAPHORE(CountingSemaphore::open),
    HELD_SEMAPHORE(HeldSemaphore::open);

    @SuppressWarnings("ImmutableEnumChecker") // references to static methods
    private final Function<CellId, SharedHandle> open;

    SharedType(Function<CellId, SharedHandle> open) {
        this.open = open;
    }

    SharedHandle open(CellId cell) {
        return open.apply(cell);
    }
}
