package dev.procession.internal.memory;

import dev.procession.DomainException;
import dev.procession.OutOfSharedMemoryException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a domain: those with a file of their own, and later those in slabs.
 * <h2>Layout of an entry, 256 bytes</h2><pre>
 * offset size name      written by                                   read by
 *      0    8 state     see below, atomically                        everybody
 *      8    4 kind      creator, before LIVE                         openers
 *     12    4 lifetime  creator, before LIVE: 0 domain, 1 creator    reclaim
 *     16    8 bytes     creator, before LIVE                         inspection
 *     24    8 slab      creator, before LIVE: 0, or the slab's index and offset
 *     32    8 creator   creator, before LIVE: its Owner word         reclaim, inspection
 *     40    8 freed     whoever frees it: a ticket                   creators, to take the longest free one first
 *     48   80 zero
 *    128  128 users     each user its slot's bit, atomically         reclaim
 * state: | state 62..63 | creating slot + 1 32..47 | generation 0..31 |</pre>
 * <h2>States</h2><pre>
 * FREE(g)     → CREATING(s,g+1)  by the creator in slot s
 * CREATING    → LIVE             by the creator, when the segment behind it is published; or → FREE, if that failed
 * LIVE        → DESTROYED        by destroy(), which unlinks the file first
 * CREATING, LIVE with lifetime 1, of a dead creator → DESTROYED or FREE by the retirer of the creator's slot
 * DESTROYED   → FREE             by the last user's release or by reclaim, when no user is left</pre>
 * <h2>Invariants</h2>
 * I1. The file of entry i, generation g is named {@code obj-i-g}: a name is used once in the life of a domain.
 * I2. A file without a CREATING or LIVE entry of its generation is garbage.
 * <h2>If a process is killed</h2><pre>
 * between                             leaves                    put right by
 * FREE → CREATING and → LIVE          CREATING(s), maybe a file  retirer of s: unlinks, frees
 * → LIVE and its use                  LIVE                      retirer of its creator
 * unlinking and LIVE → DESTROYED      LIVE without a file        openers fail; lifetime 1: retirer; 0: domain's end
 * LIVE → DESTROYED and → FREE         DESTROYED                  retirer of its last user
 * setting its bit and using it        a user that is not         retirer of that user: clears the bit
 * a reclaim's steps                   some of them undone        the next retirer of the slot, from the start</pre>
 */
final class ObjectTable {
    private static final long STATE_AT = 0;
    private static final long KIND_AT = 8;
    private static final long LIFETIME_AT = 12;
    private static final long BYTES_AT = 16;
    private static final long SLAB_AT = 24;
    private static final long CREATOR_AT = 32;
    private static final long FREED_AT = 40;
    private static final long USERS_AT = 128;
    private static final int USER_WORDS = ControlLayout.SLOTS / Long.SIZE;

    private static final long FREE = 0;
    private static final long CREATING = 1L << 62;
    private static final long LIVE = 2L << 62;
    private static final long DESTROYED = 3L << 62;
    private static final long STATE_MASK = 3L << 62;
    private static final long GENERATION_MASK = 0xFFFF_FFFFL;

    private final MemorySegment control;
    private final Path folder;

    ObjectTable(MemorySegment control, Path folder) {
        this.control = control;
        this.folder = folder;
    }

    /** Makes an object with a file of its own; its segment is published and LIVE when this returns. */
    SharedObject create(Owner self, SegmentKind kind, long bytes, boolean endsWithCreator, Initializer initializer) {
        int index = reserve(self);
        long at = ControlLayout.objectAt(index);
        long state = Words.longAcquire(control, at + STATE_AT);
        ObjectId id = new ObjectId(index, (int) state);
        SharedSegment segment = null;
        boolean live = false;
        try {
            segment = SharedSegment.create(file(id), bytes, kind);
            initializer.initialize(segment.memory());
            segment.publish();
            Words.intRelease(control, at + KIND_AT, kind.number());
            Words.intRelease(control, at + LIFETIME_AT, endsWithCreator ? 1 : 0);
            Words.longRelease(control, at + BYTES_AT, bytes);
            Words.longRelease(control, at + SLAB_AT, 0);
            Words.longRelease(control, at + CREATOR_AT, self.word());
            use(id, self);
            Words.longVolatile(control, at + STATE_AT, LIVE | (state & ~STATE_MASK));
            live = true;
            return new SharedObject(id, segment);
        } finally {
            if (!live) {
                if (segment != null) segment.close();
                Folder.deleteQuietly(file(id));
                clearUsers(at);
                free(at, state);
            }
        }
    }

    /** Maps an object that another member has made. */
    SharedObject open(Owner self, ObjectId id, SegmentKind kind) {
        if (!isLive(id)) {
            throw new DomainException(
                    "object " + id.text() + " of domain " + folder + " is gone: it was destroyed, or its creator ended",
                    null);
        }
        use(id, self);
        boolean opened = false;
        try {
            SharedObject object = new SharedObject(id, SharedSegment.open(file(id), kind));
            opened = true;
            return object;
        } finally {
            if (!opened)
                release(self, id); // destroyed meanwhile: a user's bit would keep the entry from ever being free
        }
    }

    /** Ends this process's use of an object that it has unmapped. */
    void release(Owner self, ObjectId id) {
        long at = ControlLayout.objectAt(id.index());
        Words.longGetAndAnd(control, userAt(at, self.slot()), ~userBit(self.slot()));
        freeIfUnused(at);
    }

    /** Ends the object: nobody can open it any more; those who have it mapped keep their mapping until they release it. */
    void destroy(ObjectId id) {
        long at = ControlLayout.objectAt(id.index());
        long state = Words.longVolatile(control, at + STATE_AT);
        if ((state & STATE_MASK) != LIVE || (int) state != id.generation()) return;
        Folder.deleteQuietly(file(id));
        Words.longCompareAndSet(control, at + STATE_AT, state, DESTROYED | (state & ~STATE_MASK));
        freeIfUnused(at);
    }

    /** Takes back all that a dead member was making or using; the caller holds the lock of its slot. */
    void reclaim(Owner dead) {
        for (int index = 0; index < ControlLayout.OBJECTS; index++) {
            long at = ControlLayout.objectAt(index);
            long state = Words.longVolatile(control, at + STATE_AT);
            if ((state & STATE_MASK) == FREE) continue;
            ObjectId id = new ObjectId(index, (int) state);
            Words.longGetAndAnd(control, userAt(at, dead.slot()), ~userBit(dead.slot()));
            if ((state & STATE_MASK) == CREATING && creatingSlot(state) == dead.slot()) {
                Folder.deleteQuietly(file(id));
                clearUsers(at);
                free(at, state);
            } else if ((state & STATE_MASK) == LIVE
                    && Words.intAcquire(control, at + LIFETIME_AT) == 1
                    && Words.longAcquire(control, at + CREATOR_AT) == dead.word()) {
                destroy(id);
            } else {
                freeIfUnused(at);
            }
        }
    }

    /** The objects of a kind that are there. */
    List<ObjectId> ofKind(SegmentKind kind) {
        var found = new ArrayList<ObjectId>();
        for (int index = 0; index < ControlLayout.OBJECTS; index++) {
            long at = ControlLayout.objectAt(index);
            long state = Words.longVolatile(control, at + STATE_AT);
            boolean live = (state & STATE_MASK) == LIVE
                    && Words.intAcquire(control, at + KIND_AT) == kind.number()
                    && Words.longVolatile(control, at + STATE_AT) == state;
            if (live) found.add(new ObjectId(index, (int) state));
        }
        return found;
    }

    Path file(ObjectId id) {
        return folder.resolve("obj-" + id.index() + "-" + Integer.toUnsignedString(id.generation()));
    }

    private int reserve(Owner self) {
        while (true) {
            int best = -1;
            long bestState = 0;
            long bestTicket = Long.MAX_VALUE;
            for (int index = 0; index < ControlLayout.OBJECTS; index++) {
                long at = ControlLayout.objectAt(index);
                long state = Words.longAcquire(control, at + STATE_AT);
                long ticket = Words.longAcquire(control, at + FREED_AT);
                if ((state & STATE_MASK) == FREE && ticket < bestTicket) {
                    best = index;
                    bestState = state;
                    bestTicket = ticket;
                }
            }
            if (best < 0) {
                throw new OutOfSharedMemoryException(
                        "the object table of domain " + folder + " is full: " + ControlLayout.OBJECTS
                                + " objects; nothing was created. Destroy objects that are no longer used",
                        null);
            }
            long wanted = CREATING | ((long) (self.slot() + 1) << 32) | ((bestState + 1) & GENERATION_MASK);
            if (Words.longCompareAndSet(control, ControlLayout.objectAt(best) + STATE_AT, bestState, wanted))
                return best;
        }
    }

    private void use(ObjectId id, Owner self) {
        long at = ControlLayout.objectAt(id.index());
        Words.longGetAndOr(control, userAt(at, self.slot()), userBit(self.slot()));
    }

    private void freeIfUnused(long at) {
        long state = Words.longVolatile(control, at + STATE_AT);
        if ((state & STATE_MASK) != DESTROYED) return;
        for (int word = 0; word < USER_WORDS; word++) {
            if (Words.longVolatile(control, at + USERS_AT + word * 8L) != 0) return;
        }
        free(at, state);
    }

    private void free(long at, long state) {
        if (Words.longCompareAndSet(control, at + STATE_AT, state, FREE | (state & GENERATION_MASK))) {
            Words.longRelease(control, at + FREED_AT, 1 + Words.longGetAndAdd(control, ControlLayout.TICKET_AT, 1));
        }
    }

    private void clearUsers(long at) {
        for (int word = 0; word < USER_WORDS; word++) Words.longRelease(control, at + USERS_AT + word * 8L, 0);
    }

    private static int creatingSlot(long state) {
        return (int) ((state >>> 32) & 0xFFFF) - 1;
    }

    private static long userAt(long at, int slot) {
        return at + USERS_AT + slot / Long.SIZE * 8L;
    }

    private static long userBit(int slot) {
        return 1L << (slot % Long.SIZE);
    }

    /** Writes the initial state of a structure into its fresh, zeroed segment. */
    @FunctionalInterface
    interface Initializer {
        void initialize(MemorySegment segment);
    }

    /** Whether the entry is there, for tests and inspection. */
    boolean isLive(@Nullable ObjectId id) {
        if (id == null) return false;
        long state = Words.longVolatile(control, ControlLayout.objectAt(id.index()) + STATE_AT);
        return (state & STATE_MASK) == LIVE && (int) state == id.generation();
    }
}
