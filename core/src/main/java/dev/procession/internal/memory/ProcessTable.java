package dev.procession.internal.memory;

import dev.procession.DomainException;
import dev.procession.os.FileLocks;
import dev.procession.os.Futex;
import dev.procession.os.ProcFs;
import java.lang.foreign.MemorySegment;

/**
 * The members of a domain.
 * <h2>Layout of a slot, 64 bytes</h2><pre>
 * offset size name     written by                             read by
 *      0    8 state    see below, atomically                  everybody
 *      8    8 pid      the member, after it is LIVE           messages
 *     16    8 started  the member: its start, in clock ticks  messages
 *     24    8 parent   the member: its parent's Owner word    inspection
 *     32    8 freed    whoever frees it: a ticket             claimers, to take the longest free one first
 *     40   24 zero
 * state: | state 32..33 | generation 0..31 |</pre>
 * <h2>States</h2><pre>
 * FREE(g)  → LIVE(g+1)  by the claimer, who holds the kernel's lock on the slot's byte of the lock file
 * LIVE(g)  → DEAD(g)    by a retirer, who has just got that lock: the member is gone; or by the member as it leaves
 * DEAD(g)  → FREE(g)    by the same, after everything of the member's has been reclaimed</pre>
 * <h2>Invariants</h2>
 * I1. A slot is LIVE only while its member holds the lock, or after its death. So a member lives exactly if the state is
 * LIVE with its generation and somebody else holds the lock.
 * I2. A generation is LIVE once.
 * I3. Only the holder of the lock changes the state; the kernel gives up a dead holder's lock.
 * <h2>If a process is killed</h2><pre>
 * between                             leaves               put right by
 * lock and FREE → LIVE (claim)        a free slot          nobody has to
 * FREE → LIVE and the facts           LIVE, unlocked       any retirer; the facts are for messages only
 * an end's beginning and LIVE → DEAD  LIVE, unlocked       the same
 * lock and LIVE → DEAD (retire)       LIVE, unlocked       the next retirer
 * LIVE → DEAD and the epoch's bump    DEAD, nobody told    the next retirer, who tells them again
 * the bump and the reclaim's end      DEAD, unlocked       the next retirer, who begins the reclaim again
 * DEAD → FREE and the ticket          FREE, an old ticket  nobody has to: reuse comes early, the generation differs</pre>
 */
final class ProcessTable {
    private static final long STATE_AT = 0;
    private static final long PID_AT = 8;
    private static final long STARTED_AT = 16;
    private static final long PARENT_AT = 24;
    private static final long FREED_AT = 32;

    private static final long FREE = 0;
    private static final long LIVE = 1L << 32;
    private static final long DEAD = 2L << 32;
    private static final long STATE_MASK = 3L << 32;

    private final MemorySegment control;
    private final int lockFd;
    private final ObjectTable objects;
    private final SlabTable slabs;

    ProcessTable(MemorySegment control, int lockFd, ObjectTable objects, SlabTable slabs) {
        this.control = control;
        this.lockFd = lockFd;
        this.objects = objects;
        this.slabs = slabs;
    }

    /** Takes the longest free slot for this process. */
    synchronized Owner claim(long parentWord) {
        for (int tries = 0; tries < 3; tries++) {
            int slot = longestFree();
            while (slot >= 0) {
                Owner owner = tryClaim(slot, parentWord);
                if (owner != null) return owner;
                slot = nextFree(slot + 1);
            }
            retireDead(-1);
        }
        throw new DomainException(
                "this domain has no free slot for this process: it is being swept, because its program has ended, or "
                        + ControlLayout.SLOTS + " processes live in it; then end some",
                null);
    }

    private @org.jspecify.annotations.Nullable Owner tryClaim(int slot, long parentWord) {
        if (!FileLocks.tryLock(lockFd, slot, 1)) return null;
        long at = ControlLayout.slotAt(slot);
        long state = Words.longVolatile(control, at + STATE_AT);
        int generation = (int) state + 1;
        if ((state & STATE_MASK) != FREE
                || !Words.longCompareAndSet(control, at + STATE_AT, state, LIVE | (generation & 0xFFFF_FFFFL))) {
            FileLocks.unlock(lockFd, slot, 1);
            return null;
        }
        long pid = ProcessHandle.current().pid();
        Words.longRelease(control, at + PID_AT, pid);
        Words.longRelease(control, at + STARTED_AT, ProcFs.startTicks((int) pid));
        Words.longRelease(control, at + PARENT_AT, parentWord);
        return new Owner(slot, generation);
    }

    private int longestFree() {
        int best = -1;
        long bestTicket = Long.MAX_VALUE;
        for (int slot = 0; slot < ControlLayout.SLOTS; slot++) {
            long at = ControlLayout.slotAt(slot);
            if ((Words.longAcquire(control, at + STATE_AT) & STATE_MASK) != FREE) continue;
            long ticket = Words.longAcquire(control, at + FREED_AT);
            if (ticket < bestTicket) {
                best = slot;
                bestTicket = ticket;
            }
        }
        return best;
    }

    private int nextFree(int from) {
        for (int slot = from; slot < ControlLayout.SLOTS; slot++) {
            if ((Words.longAcquire(control, ControlLayout.slotAt(slot) + STATE_AT) & STATE_MASK) == FREE) return slot;
        }
        return -1;
    }

    /** Whether the member lives; asks the kernel, a fifth of a microsecond. Never ask it about this process itself. */
    boolean isAlive(Owner owner) {
        long state = Words.longAcquire(control, ControlLayout.slotAt(owner.slot()) + STATE_AT);
        return state == (LIVE | (owner.generation() & 0xFFFF_FFFFL))
                && FileLocks.lockedByAnother(lockFd, owner.slot(), 1);
    }

    /**
     * Whether the member that this half of an owner word names lives; for this process itself too.
     *
     * @param half see {@link Owner#half}
     */
    boolean isAlive(int half, Owner self) {
        if (half == self.half()) return true;
        int slot = (half >>> Owner.GENERATION_BITS) - 1;
        if (slot < 0 || slot >= ControlLayout.SLOTS) return false;
        long state = Words.longAcquire(control, ControlLayout.slotAt(slot) + STATE_AT);
        return (state & STATE_MASK) == LIVE
                && new Owner(slot, (int) state).half() == half
                && FileLocks.lockedByAnother(lockFd, slot, 1);
    }

    /** Retires every member that has died, except the one given by its slot; returns how many. */
    synchronized int retireDead(int ownSlot) {
        int retired = 0;
        RuntimeException failure = null;
        for (int slot = 0; slot < ControlLayout.SLOTS; slot++) {
            if (slot == ownSlot) continue;
            long state = Words.longAcquire(control, ControlLayout.slotAt(slot) + STATE_AT) & STATE_MASK;
            try {
                if (state != FREE && retire(slot)) retired++;
            } catch (
                    RuntimeException
                            e) { // no descriptor left to map what it used, say: the other dead are retired all the same
                if (failure == null) failure = e;
            }
        }
        if (failure != null) throw failure;
        return retired;
    }

    /** Retires the member of a slot if it is dead. */
    private boolean retire(int slot) {
        if (!FileLocks.tryLock(lockFd, slot, 1)) return false;
        try {
            return free(slot, false);
        } finally {
            FileLocks.unlock(lockFd, slot, 1);
        }
    }

    /** This process's own slot, as it leaves: the caller closes the lock file afterwards. */
    synchronized void leave(Owner self) {
        free(self.slot(), true);
    }

    /** Under the lock of the slot: tells the sleepers, reclaims, frees. */
    private boolean free(int slot, boolean own) {
        long at = ControlLayout.slotAt(slot);
        long state = Words.longVolatile(control, at + STATE_AT);
        if ((state & STATE_MASK) == FREE) return false;
        long generation = state & 0xFFFF_FFFFL;
        Words.longVolatile(control, at + STATE_AT, DEAD | generation);
        tellSleepers(); // before the reclaim, which takes time, may fail, and may be stopped
        Owner dead = new Owner(slot, (int) generation);
        objects.reclaim(dead);
        if (own) slabs.leave(dead);
        else slabs.reclaim(dead);
        Words.longVolatile(control, at + STATE_AT, FREE | generation);
        Words.longRelease(control, at + FREED_AT, 1 + Words.longGetAndAdd(control, ControlLayout.TICKET_AT, 1));
        return true;
    }

    private void tellSleepers() {
        Words.intGetAndAdd(control, ControlLayout.EPOCH_AT, 1);
        Futex.wake(control.asSlice(ControlLayout.EPOCH_AT, 4), Integer.MAX_VALUE);
    }

    /** The pid that a member wrote down, for messages; 0 if its slot is another's by now. */
    long pid(int half) {
        int slot = (half >>> Owner.GENERATION_BITS) - 1;
        if (slot < 0 || slot >= ControlLayout.SLOTS) return 0;
        long at = ControlLayout.slotAt(slot);
        long pid = Words.longAcquire(control, at + PID_AT);
        int generation = (int) Words.longVolatile(control, at + STATE_AT);
        return new Owner(slot, generation).half() == half ? pid : 0;
    }
}
