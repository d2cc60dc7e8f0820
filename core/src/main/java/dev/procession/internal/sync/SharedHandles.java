package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The handles of this process, one object for each cell. One that nobody can reach any more ends its use when the next handle is
 * made: that needs no thread.
 */
final class SharedHandles {
    private static final Map<CellId, Entry> HANDLES = new HashMap<>();
    private static final Set<Entry> ALL = new HashSet<>(); // so that entries outlive their handles
    private static final ReferenceQueue<SharedHandle> UNREACHABLE = new ReferenceQueue<>();

    private SharedHandles() {}

    static <T extends SharedHandle> T create(CellKind kind, BiFunction<Domain, Cell, T> make) {
        endUnreachable();
        Domain domain = Domain.acquire();
        boolean made = false;
        try {
            T handle = register(domain, domain.createCell(kind), make);
            made = true;
            return handle;
        } finally {
            if (!made) Domain.release();
        }
    }

    /** The handle of a cell that another process has made, or this one. */
    static <T extends SharedHandle> T open(CellId id, CellKind kind, Class<T> type, BiFunction<Domain, Cell, T> make) {
        endUnreachable();
        synchronized (HANDLES) {
            SharedHandle known = known(id);
            if (known != null) return type.cast(known);
            Domain domain = Domain.acquire();
            boolean made = false;
            try {
                T handle = register(domain, domain.openCell(id, kind), make);
                made = true;
                return handle;
            } finally {
                if (!made) Domain.release();
            }
        }
    }

    private static <T extends SharedHandle> T register(Domain domain, Cell cell, BiFunction<Domain, Cell, T> make) {
        boolean made = false;
        synchronized (HANDLES) {
            try {
                T handle = make.apply(domain, cell);
                var entry = new Entry(handle);
                HANDLES.put(cell.id(), entry);
                ALL.add(entry);
                made = true;
                return handle;
            } finally {
                if (!made) domain.releaseCell(cell.id());
            }
        }
    }

    private static @Nullable SharedHandle known(CellId id) {
        Entry entry = HANDLES.get(id);
        SharedHandle handle = entry == null ? null : entry.get();
        if (handle != null && handle.isClosed())
            throw new IllegalStateException(
                    handle + " was closed here while a thread of this process holds it, and has come again");
        return handle;
    }

    private static void endUnreachable() {
        synchronized (HANDLES) {
            for (var gone = UNREACHABLE.poll(); gone != null; gone = UNREACHABLE.poll()) {
                Entry entry = (Entry) gone;
                ALL.remove(entry);
                entry.use.end();
            }
        }
    }

    private static final class Entry extends WeakReference<SharedHandle> {
        private final Use use;

        Entry(SharedHandle handle) {
            super(handle, UNREACHABLE);
            this.use = handle.use();
        }
    }

    /**
     * A use of a cell. It ends when it has been closed, by hand or because nobody can reach the handle, and nobody is inside.
     *
     * <p>The count and CLOSED are one word: who comes in sees CLOSED, or is seen by who closes.
     */
    static final class Use {
        private static final int CLOSED = 1 << 30;

        private final Domain domain;
        private final Cell cell;
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicBoolean over = new AtomicBoolean();

        @SuppressWarnings("UnusedVariable") // it is there to be reachable
        private @Nullable SharedHandle pinned; // by who holds the lock, one at a time

        Use(Domain domain, Cell cell) {
            this.domain = domain;
            this.cell = cell;
        }

        boolean enter() {
            if (inside.incrementAndGet() < CLOSED) return true;
            leave();
            return false;
        }

        void leave() {
            if (inside.decrementAndGet() == CLOSED) release();
        }

        boolean isOver() {
            return inside.get() >= CLOSED;
        }

        /** Keeps a handle that is held from becoming unreachable: it is the one that can be unlocked. Null: no longer. */
        void pin(@Nullable SharedHandle held) {
            pinned = held;
        }

        void end() {
            while (true) {
                int now = inside.get();
                if (now >= CLOSED) return;
                if (!inside.compareAndSet(now, now + CLOSED)) continue;
                if (now == 0) release();
                return;
            }
        }

        /** A handle made for the same cell after this one became unreachable goes on using it. */
        private void release() {
            if (!over.compareAndSet(false, true)) return;
            synchronized (HANDLES) {
                Entry now = HANDLES.get(cell.id());
                if (now != null && now.use == this) {
                    HANDLES.remove(cell.id());
                    ALL.remove(now);
                    domain.releaseCell(cell.id());
                }
                Domain.release();
            }
        }
    }
}
