package dev.procession.internal.memory;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment of cells of one size: small structures that need no file, mapping or descriptor of their own. It lives as long as its
 * domain.
 * <h2>Layout, format 1</h2><pre>
 * offset   size name      written by
 *      0    128 header    {@link SegmentHeader}
 *    256    b·n cell[n]   below, of b bytes: {@link CellSize}</pre>
 * <h2>Layout of a cell</h2><pre>
 * offset size name     written by                          read by
 *      0    8 state    see below, atomically               everybody
 *      8    4 kind     creator, before LIVE                openers
 *    128  128 users    each user its slot's bit, atomically whoever frees
 *    256    … content  the structure; zero when CREATING
 * state: | state 62..63 | slot + 1 32..47 | generation 0..31 |</pre>
 * <h2>States</h2><pre>
 * FREE(g)         → CREATING(s,g+1)  by the creator in slot s
 * CREATING(s,g)   → LIVE(g)          by the creator, who has set its user's bit; or → FREE(g) by the retirer of s
 * LIVE(g)         → ENDING(s,g)      by whoever in slot s finds no user, as it stops to be one or retires one
 * ENDING(s,g)     → FREE(g)          by the same, if there is still no user
 * ENDING(s,g)     → LIVE(g)          by a new user, whose bit is set; or by the same, if it finds that bit</pre>
 * <h2>Invariants</h2>
 * S1. Who uses a cell has set its bit and then seen LIVE, or brought LIVE back. Who frees it has set ENDING and then seen no bit. So
 * one of them sees the other. S2. A generation is LIVE for one structure.
 * <h2>If a process is killed</h2><pre>
 * between                     leaves               put right by
 * CREATING and LIVE           CREATING(s)          the retirer of s: frees it
 * its bit and the use         a user that is none  the retirer: clears the bit, frees what has no other
 * clearing its bit and ENDING LIVE without a user  the retirer of any member, which looks at each cell
 * ENDING and what follows     ENDING(s)            a new user, else the retirer of s</pre>
 */
final class Slab {
    static final long BYTES = 256 << 10;

    static final long CELLS_AT = 256;

    private static final long STATE_AT = 0;
    private static final long KIND_AT = 8;
    private static final long USERS_AT = 128;
    static final long CONTENT_AT = 256;
    private static final int USER_WORDS = ControlLayout.SLOTS / Long.SIZE;

    private static final long FREE = 0;
    private static final long CREATING = 1L << 62;
    private static final long LIVE = 2L << 62;
    private static final long ENDING = 3L << 62;
    private static final long STATE_MASK = 3L << 62;
    private static final long GENERATION_MASK = 0xFFFF_FFFFL;

    private final ObjectId id;
    private final SharedSegment segment;
    private final MemorySegment memory;
    private final CellSize size;
    private int hint; // where the next free cell may be

    Slab(ObjectId id, SharedSegment segment, CellSize size) {
        this.id = id;
        this.size = size;
        this.segment = segment;
        this.memory = segment.memory();
    }

    static Slab open(ObjectId id, Path file, CellSize size) {
        return new Slab(id, SharedSegment.open(file, size.segment()), size);
    }

    CellSize size() {
        return size;
    }

    ObjectId id() {
        return id;
    }

    /** Takes a free cell; null if there is none. */
    @Nullable
    Cell create(Owner self, CellKind kind) {
        Cell cell = create(hint, self, kind);
        if (cell == null && hint > 0) cell = create(0, self, kind);
        hint = cell == null ? 0 : cell.id().index() + 1;
        return cell;
    }

    private @Nullable Cell create(int from, Owner self, CellKind kind) {
        for (int index = from; index < size.cells(); index++) {
            long at = at(index);
            long state = Words.longAcquire(memory, at + STATE_AT);
            if ((state & STATE_MASK) != FREE) continue;
            long generation = (state + 1) & GENERATION_MASK;
            if (!Words.longCompareAndSet(memory, at + STATE_AT, state, CREATING | by(self) | generation)) continue;
            memory.asSlice(at + CONTENT_AT, size.contentBytes()).fill((byte) 0);
            Words.intRelease(memory, at + KIND_AT, kind.number());
            use(at, self);
            Words.longVolatile(memory, at + STATE_AT, LIVE | generation);
            return cell(index, (int) generation);
        }
        return null;
    }

    /** Becomes a user of a cell; null if it is gone. */
    @Nullable
    Cell open(CellId cell, Owner self, CellKind kind) {
        if (cell.index() >= size.cells()) return null;
        long at = at(cell.index());
        if (!isThere(cell, kind))
            return null; // before the bit is touched: it may stand for another generation of the place
        use(at, self);
        while (isThere(cell, kind)) {
            long state = Words.longVolatile(memory, at + STATE_AT);
            long live = LIVE | (cell.generation() & GENERATION_MASK);
            if (state == live) return cell(cell.index(), cell.generation());
            if ((state & STATE_MASK) == ENDING) Words.longCompareAndSet(memory, at + STATE_AT, state, live); // S1
        }
        leave(at, self); // freed in between: what is there now is another member's
        return null;
    }

    /** Finds the cells of a kind that are there. */
    void addAll(CellKind kind, List<Cell> found) {
        for (int index = 0; index < size.cells(); index++) {
            long state = Words.longVolatile(memory, at(index) + STATE_AT);
            if ((state & STATE_MASK) == LIVE && Words.intAcquire(memory, at(index) + KIND_AT) == kind.number())
                found.add(cell(index, (int) state));
        }
    }

    /** A cell to look at; null if it is gone. */
    @Nullable
    Cell look(CellId cell) {
        if (cell.index() < 0 || cell.index() >= size.cells()) return null;
        long state = Words.longVolatile(memory, at(cell.index()) + STATE_AT);
        return (state & STATE_MASK) == LIVE && (int) state == cell.generation()
                ? cell(cell.index(), cell.generation())
                : null;
    }

    private boolean isThere(CellId cell, CellKind kind) {
        long at = at(cell.index());
        long state = Words.longVolatile(memory, at + STATE_AT);
        long phase = state & STATE_MASK;
        return (phase == LIVE || phase == ENDING)
                && (int) state == cell.generation()
                && Words.intAcquire(memory, at + KIND_AT) == kind.number();
    }

    /** Stops to be a user; does nothing if the place has another generation by now. */
    void release(CellId cell, Owner self) {
        long at = at(cell.index());
        if ((int) Words.longVolatile(memory, at + STATE_AT) == cell.generation()) leave(at, self);
    }

    /** Takes back all that a dead member was making, using or ending; the caller holds the lock of its slot. */
    void reclaim(Owner dead) {
        for (int index = 0; index < size.cells(); index++) {
            long at = at(index);
            if (Words.longVolatile(memory, at + STATE_AT) == 0 && !isUsed(at)) continue; // never taken
            clear(at, dead); // of a free cell too: it may have died as it looked for one that was gone
            long state = Words.longVolatile(memory, at + STATE_AT);
            boolean itsOwn = slotOf(state) == dead.slot();
            if ((state & STATE_MASK) == CREATING && itsOwn) {
                Words.longCompareAndSet(memory, at + STATE_AT, state, FREE | (state & GENERATION_MASK));
            } else if ((state & STATE_MASK) == ENDING && itsOwn) {
                end(at, state);
            } else {
                endIfUnused(at, dead);
            }
        }
    }

    private void leave(long at, Owner member) {
        clear(at, member);
        endIfUnused(at, member);
    }

    /** Again if a user came and went meanwhile: it saw ENDING, and left the rest to whoever ended. */
    private void endIfUnused(long at, Owner member) {
        while (true) {
            long state = Words.longVolatile(memory, at + STATE_AT);
            if ((state & STATE_MASK) != LIVE || isUsed(at)) return;
            long ending = ENDING | by(member) | (state & GENERATION_MASK);
            if (Words.longCompareAndSet(memory, at + STATE_AT, state, ending)) end(at, ending);
        }
    }

    private void end(long at, long ending) {
        long after = (isUsed(at) ? LIVE : FREE) | (ending & GENERATION_MASK);
        Words.longCompareAndSet(memory, at + STATE_AT, ending, after);
    }

    private boolean isUsed(long at) {
        for (int word = 0; word < USER_WORDS; word++) {
            if (Words.longVolatile(memory, at + USERS_AT + word * 8L) != 0) return true;
        }
        return false;
    }

    private void use(long at, Owner member) {
        Words.longGetAndOr(memory, userAt(at, member), userBit(member));
    }

    private void clear(long at, Owner member) {
        Words.longGetAndAnd(memory, userAt(at, member), ~userBit(member));
    }

    private Cell cell(int index, int generation) {
        return new Cell(new CellId(id, index, generation), segment, at(index) + CONTENT_AT, size.contentBytes());
    }

    private long at(int index) {
        return CELLS_AT + index * size.bytes();
    }

    private static long userAt(long at, Owner member) {
        return at + USERS_AT + member.slot() / Long.SIZE * 8L;
    }

    private static long userBit(Owner member) {
        return 1L << (member.slot() % Long.SIZE);
    }

    private static long by(Owner member) {
        return (long) (member.slot() + 1) << 32;
    }

    private static int slotOf(long state) {
        return (int) ((state >>> 32) & 0xFFFF) - 1;
    }

    /** How many cells are not free, for tests and inspection. */
    int taken() {
        int count = 0;
        for (int index = 0; index < size.cells(); index++) {
            if ((Words.longVolatile(memory, at(index) + STATE_AT) & STATE_MASK) != FREE) count++;
        }
        return count;
    }

    void close() {
        segment.close();
    }
}
