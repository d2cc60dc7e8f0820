package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.os.Mapping;
import dev.procession.sync.ReentrantProcessLock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A number in a cell, with its lock.
 * <h2>Layout, format 1</h2><pre>
 * offset size name   written by
 *      0    8 value  everybody; 4 of them if it is an int
 *    128   32 lock   {@link LockWord}</pre>
 * Its value is reached through a view of the cell that ends with this handle: so an access costs no look of ours, and none goes
 * through after the cell may be another's.
 * <h2>If a process is killed</h2>
 * Each of its accesses has happened, or has not. No step follows from another.
 */
@SuppressWarnings("serial") // it never is: see SharedHandle
abstract sealed class NumberCell extends SharedHandle permits SharedIntCell, SharedLongCell {
    private static final long LOCK_AT = 128;

    private final Arena arena = Arena.ofShared();
    private final ReentrantRobustLock lock;

    NumberCell(Domain domain, Cell cell, SharedType lockType) {
        super(domain, cell);
        this.lock = new ReentrantRobustLock(this, domain, new LockWord(domain, cell, LOCK_AT, false), lockType);
    }

    /** The value's memory, until this is closed. */
    final MemorySegment view(long bytes) {
        return Mapping.view(cell().part(0, bytes), arena);
    }

    public final ReentrantProcessLock lock() {
        return lock;
    }

    final ReentrantRobustLock ownLock() {
        return lock;
    }

    /** For an access that was refused. */
    final IllegalStateException closed(IllegalStateException refusal) {
        return new IllegalStateException(
                this + " was closed by this process; keep it open as long as it is used here", refusal);
    }

    @Override
    final void end() {
        try {
            arena.close();
        } catch (IllegalStateException e) {
            if (arena.scope().isAlive()) throw e; // else another thread was faster
        }
    }
}
