package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.sync.SharedLong;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** A {@code long} in a {@link NumberCell}. */
@SuppressWarnings({"serial", "ReachabilityFenceUsage"
}) // see SharedHandle; around one access, which has nothing to clean up
public final class SharedLongCell extends NumberCell implements SharedLong {
    private final MemorySegment value;

    private SharedLongCell(Domain domain, Cell cell) {
        super(domain, cell, SharedType.SHARED_LONG_LOCK);
        this.value = view(8);
    }

    /** Makes one with a value. */
    public static SharedLongCell create(long initial) {
        SharedLongCell made = SharedHandles.create(CellKind.SHARED_LONG, SharedLongCell::new);
        made.set(initial);
        return made;
    }

    static SharedLongCell open(CellId id) {
        return SharedHandles.open(id, CellKind.SHARED_LONG, SharedLongCell.class, SharedLongCell::new);
    }

    @Override
    public long get() {
        try {
            return Words.longVolatile(value, 0);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void set(long value) {
        try {
            Words.longVolatile(this.value, 0, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public long getPlain() {
        try {
            return Words.longPlain(value, 0);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void setPlain(long value) {
        try {
            Words.longPlain(this.value, 0, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public long getAndSet(long value) {
        try {
            return Words.longGetAndSet(this.value, 0, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public long getAndAdd(long delta) {
        try {
            return Words.longGetAndAdd(value, 0, delta);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        try {
            return Words.longCompareAndSet(this.value, 0, expected, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.SHARED_LONG, name());
    }

    @Override
    public String toString() {
        return "shared long " + name() + " (" + described(() -> Long.toString(get())) + ")";
    }
}
