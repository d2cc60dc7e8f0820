package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.sync.ReentrantProcessLock;

/** A lock that its holder may lock again; how often is known in the holder's process alone. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class ReentrantRobustLock extends RobustLock implements ReentrantProcessLock {
    private ReentrantRobustLock(Domain domain, Cell cell) {
        super(domain, cell, SharedType.REENTRANT_LOCK);
    }

    /** The lock of a value, in the value's cell. */
    ReentrantRobustLock(SharedHandle value, Domain domain, LockWord word, SharedType type) {
        super(value, domain, word, type);
    }

    /** Makes one that nobody holds. */
    public static ReentrantRobustLock create() {
        return SharedHandles.create(CellKind.REENTRANT_LOCK, ReentrantRobustLock::new);
    }

    static ReentrantRobustLock open(CellId id) {
        return SharedHandles.open(id, CellKind.REENTRANT_LOCK, ReentrantRobustLock.class, ReentrantRobustLock::new);
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
