package dev.procession.internal.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;

/** A cell of a slab as two members of a domain have it mapped; the first has made it, and is its only user. */
abstract class SlabPair {
    private static final MethodHandle CREATE = createAt();
    private static final int CELLS = CellSize.SMALL.cells();
    private static final Slab[] FIRST = new Slab[TwoMappings.PLACES / CELLS + 1];
    private static final Slab[] SECOND = new Slab[FIRST.length];
    private static final Owner[] OWNERS = TwoMappings.inDomain(SlabPair::makeSlabs);
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** What one process has of it. */
    record Side(Slab slab, CellId id, Owner self) {
        boolean open() {
            return slab.open(id, self, CellKind.LOCK) != null;
        }

        void release() {
            slab.release(id, self);
        }

        /** Whether the cell can still be opened by who has not been a user; it is none afterwards either. */
        boolean isThere() {
            boolean there = open();
            if (there) release();
            return there;
        }
    }

    final Side first;
    final Side second;

    SlabPair() {
        int place = Math.floorMod(NEXT.getAndIncrement(), TwoMappings.PLACES);
        Slab slab = FIRST[place / CELLS];
        Cell cell = create(slab, place % CELLS, OWNERS[0]);
        first = new Side(slab, cell.id(), OWNERS[0]);
        second = new Side(SECOND[place / CELLS], cell.id(), OWNERS[1]);
    }

    private static Cell create(Slab slab, int index, Owner self) {
        try {
            Cell cell = (Cell) CREATE.invokeExact(slab, index, self, CellKind.LOCK);
            if (cell == null || cell.id().index() != index) {
                throw new IllegalStateException("cell " + index + " of " + slab.id() + " was not freed");
            }
            return cell;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("Slab.create has changed", e);
        }
    }

    private static Owner[] makeSlabs(Domain one, Domain other) {
        for (int i = 0; i < FIRST.length; i++) {
            SharedObject made = one.createObject(SegmentKind.SLAB, Slab.BYTES);
            SharedObject opened = other.openObject(made.id(), SegmentKind.SLAB);
            FIRST[i] = new Slab(made.id(), made.segment(), CellSize.SMALL);
            SECOND[i] = new Slab(made.id(), opened.segment(), CellSize.SMALL);
        }
        return new Owner[] {one.self(), other.self()};
    }

    /** The step of Slab.create that takes the first free cell from a place on. */
    private static MethodHandle createAt() {
        try {
            return MethodHandles.privateLookupIn(Slab.class, MethodHandles.lookup())
                    .findVirtual(
                            Slab.class,
                            "create",
                            MethodType.methodType(Cell.class, int.class, Owner.class, CellKind.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Slab.create has changed", e);
        }
    }
}
