package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.sync.SharedInt;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** An {@code int} in a {@link NumberCell}. */
@SuppressWarnings({"serial", "ReachabilityFenceUsage"
}) // see SharedHandle; around one access, which has nothing to clean up
public final class SharedIntCell extends NumberCell implements SharedInt {
    private final MemorySegment value;

    private SharedIntCell(Domain domain, Cell cell) {
        super(domain, cell, SharedType.SHARED_INT_LOCK);
        this.value = view(4);
    }

    /** Makes one with a value. */
    public static SharedIntCell create(int initial) {
        SharedIntCell made = SharedHandles.create(CellKind.SHARED_INT, SharedIntCell::new);
        made.set(initial);
        return made;
    }

    static SharedIntCell open(CellId id) {
        return SharedHandles.open(id, CellKind.SHARED_INT, SharedIntCell.class, SharedIntCell::new);
    }

    @Override
    public int get() {
        try {
            return Words.intVolatile(value, 0);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void set(int value) {
        try {
            Words.intVolatile(this.value, 0, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int getPlain() {
        try {
            return Words.intPlain(value, 0);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void setPlain(int value) {
        try {
            Words.intPlain(this.value, 0, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int getAndSet(int value) {
        try {
            return Words.intGetAndSet(this.value, 0, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int getAndAdd(int delta) {
        try {
            return Words.intGetAndAdd(value, 0, delta);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean compareAndSet(int expected, int value) {
        try {
            return Words.intCompareAndSet(this.value, 0, expected, value);
        } catch (IllegalStateException e) {
            throw closed(e);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.SHARED_INT, name());
    }

    @Override
    public String toString() {
        return "shared int " + name() + " (" + described(() -> Integer.toString(get())) + ")";
    }
}
