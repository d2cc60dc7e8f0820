package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;

/**
 * This process's one object for a cell. It is a user of the cell, and holds the domain, until it is closed, or nobody can reach it
 * any more, and no thread is inside.
 */
public abstract class SharedHandle {
    private final Cell cell;
    private final SharedHandles.Use use;

    SharedHandle(Domain domain, Cell cell) {
        this.cell = cell;
        this.use = new SharedHandles.Use(domain, cell);
    }

    final Cell cell() {
        return cell;
    }

    final SharedHandles.Use use() {
        return use;
    }

    /** Comes in, to wait or to hold; each {@link #leave} takes one entry back. Until then the cell is this process's. */
    final void enter() {
        if (use.enter()) return;
        throw new IllegalStateException(this + " was closed by this process; keep it open as long as it is used here");
    }

    final void leave() {
        use.leave();
    }

    final boolean isClosed() {
        return use.isOver();
    }

    /** What travels in its place, in our own messages. */
    abstract Object form();

    /** Makes those who sleep look up: this was closed. */
    abstract void wakeSleepers();

    /** For the encoder. */
    public static Object formOf(SharedHandle handle) {
        handle.enter();
        try {
            return handle.form();
        } finally {
            handle.leave();
        }
    }

    /** Ends this process's use; of those who are inside, who waits is told, and who holds may go on until it unlocks. */
    public void close() {
        if (!use.enter()) return;
        try {
            use.end();
            wakeSleepers();
        } finally {
            use.leave();
        }
    }
}
