package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellSize;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the processes at a barrier share: who is a party, how many have arrived, and how the last generations ended.
 * <h2>Layout, format 1: a large cell</h2><pre>
 * offset size name       written by                        read by
 *      0   32 lock       {@link LockWord}                  those who take it
 *    128    4 turn       who holds the lock                everybody; a futex word: the generation that fills
 *    132    4 parties    the creator, at first             everybody
 *    136    8 state      who holds the lock                everybody
 *    144    4 breaks     who holds the lock                everybody: how many generations were broken
 *    192   64 broken[8]  who holds the lock                everybody: the last generations that were broken
 *    256  8·n party[n]   who holds the lock                everybody: by slot, the owner half of a party, or 0
 * state:  | arrived, or in BROKEN why 32..63 | FILLING 0, ACTING 1, BROKEN 2 |
 * broken: | why 32..63 | generation 0..31 |      of break b at b mod 8</pre>
 * <h2>States, of generation t, which turn says</h2><pre>
 * FILLING(a)  → FILLING(a+1)             who arrives and is not the last
 * FILLING     → ACTING                   the last to arrive, if there is an action, which it then runs without the lock
 * FILLING     → FILLING(0), turn t+1     the last to arrive, if there is none: t is complete
 * ACTING      → FILLING(0), turn t+1     who ran the action: t is complete
 * any         → BROKEN, turn t+1         anybody with a reason: t is broken
 * BROKEN      → FILLING(0)               reset, which first breaks a t that somebody waits in, and forgets the dead</pre>
 * <h2>Invariants</h2>
 * I1. All is changed under the lock, which is held for a few stores, never during a sleep or an action; so who finds its holder dead
 * (INCONSISTENT) knows that the stores may be half done, and breaks the barrier, whatever it sees. I2. Turn is stored last. So who waits in
 * t and sees another turn also sees t among the broken ones, or t is complete: how t ended is known without the lock, and however late,
 * up to eight breaks; then it counts as broken. I3. Who has arrived in the generation that fills is a thread of a party: a process is made
 * one as it arrives, and leaves only after it has broken a generation that its threads wait in. So a death that takes away somebody who
 * was counted is the death of a party. I4. Unless the barrier is BROKEN, a party that is dead breaks it: whoever arrives, goes to sleep in it, or asks, looks, and the
 * epoch of the domain wakes those who sleep. I5. The entry of a slot that names another life of the slot is that of a dead party.
 * <h2>If a process is killed</h2><pre>
 * between                               leaves                              put right by
 * making it and the number of parties   a cell that nobody else has         its retirer
 * taking the lock and the turn's move   INCONSISTENT, t open                the next with the lock: breaks t
 * the turn's move and freeing the lock  INCONSISTENT, t ended               the same: breaks t+1; t ended as it did
 * freeing the lock and waking           sleepers on an old turn             the epoch: they look
 * arriving and the end of t             a dead party                        the next who looks: breaks t
 * beginning and ending the action       a dead party, in ACTING             the same
 * two generations                       a dead party                        the same, or who arrives next: breaks t
 * breaking and reset                    a dead party, in BROKEN             reset: forgets it</pre>
 */
final class BarrierCell {
    enum Phase {
        FILLING(0),
        ACTING(1),
        BROKEN(2);

        private final int number;

        Phase(int number) {
            this.number = number;
        }
    }

    private static final long TURN_AT = 128;
    private static final long PARTIES_AT = 132;
    private static final long STATE_AT = 136;
    private static final long BREAKS_AT = 144;
    private static final long BROKEN_AT = 192;
    private static final int KEPT_BREAKS = 8;
    private static final long PARTY_AT = 256;
    private static final long BYTES = CellSize.LARGE.contentBytes();

    private final Domain domain;
    private final MemorySegment at;
    private final LockWord lock;
    private final WaitWord turn;
    /** The word's owner is the process: its threads take turns here first. */
    private final ReentrantLock guard = new ReentrantLock();

    BarrierCell(Domain domain, Cell cell) {
        this.domain = domain;
        this.at = cell.part(0, BYTES);
        this.lock = new LockWord(domain, cell, 0, false);
        this.turn = new WaitWord(domain, cell, TURN_AT);
    }

    /** By its maker. */
    void begin(int parties) {
        Words.intRelease(at, PARTIES_AT, parties);
    }

    int parties() {
        return Words.intAcquire(at, PARTIES_AT);
    }

    /** The generation that fills. */
    int turn() {
        return turn.value();
    }

    Phase phase() {
        return switch ((int) Words.longVolatile(at, STATE_AT)) {
            case 0 -> Phase.FILLING;
            case 1 -> Phase.ACTING;
            default -> Phase.BROKEN;
        };
    }

    /** How many wait in the generation that fills. */
    int arrived() {
        long state = Words.longVolatile(at, STATE_AT);
        return (int) state == Phase.BROKEN.number ? 0 : (int) (state >>> 32);
    }

    /** Why it is broken, if it is. */
    Break why() {
        return Break.of((int) (Words.longVolatile(at, STATE_AT) >>> 32));
    }

    /** How many generations were broken. */
    int breaks() {
        return Words.intAcquire(at, BREAKS_AT);
    }

    /**
     * How a generation ended.
     *
     * @param breaksBefore {@link #breaks} while it filled
     * @return null if it is complete
     */
    @Nullable
    Break howBroken(int generation, int breaksBefore) {
        Break found = null;
        int now = breaks();
        for (int i = breaksBefore; i != now && now - i < KEPT_BREAKS; i++) {
            long broken = Words.longAcquire(at, brokenAt(i));
            if ((int) broken == generation) found = Break.of((int) (broken >>> 32));
        }
        return breaks() - breaksBefore < KEPT_BREAKS ? found : Break.UNKNOWN; // at the eighth the first is overwritten
    }

    /** Waits as {@link WaitWord#await} does; the word is the turn. */
    boolean await(WaitWord.Attempt attempt, long deadlineNanos, WaitWord.Check check) throws InterruptedException {
        return turn.await(attempt, deadlineNanos, check);
    }

    /** Does something with the lock, whoever interrupts; wakes all if the turn moved. */
    <R> R locked(Supplier<R> step) {
        guard.lock();
        try {
            lock.takeAnyway();
            int before = turn();
            try {
                if (lock.isInconsistent()) repair();
                return step.get();
            } finally {
                boolean moved = turn() != before;
                lock.give();
                if (moved) turn.wakeAll();
            }
        } finally {
            guard.unlock();
        }
    }

    /** I1: its last holder died with it. What is BROKEN is broken again, since the turn may not have moved. */
    private void repair() {
        breakDown(Break.DEATH);
        lock.makeConsistent();
    }

    // From here on: by who holds the lock.

    void arrive() {
        Words.longRelease(at, STATE_AT, state(Phase.FILLING, arrived() + 1));
    }

    /** Those who arrived stay counted. */
    void act() {
        Words.longRelease(at, STATE_AT, state(Phase.ACTING, arrived()));
    }

    /** The generation is complete; the next one fills. */
    void complete() {
        Words.longRelease(at, STATE_AT, state(Phase.FILLING, 0));
        Words.intVolatile(at, TURN_AT, turn() + 1);
    }

    /** The generation is broken, and with it the barrier. */
    void breakDown(Break why) {
        int breaks = breaks();
        int generation = turn();
        Words.longRelease(at, brokenAt(breaks), (long) why.number() << 32 | (generation & 0xFFFF_FFFFL));
        Words.intRelease(at, BREAKS_AT, breaks + 1);
        Words.longRelease(at, STATE_AT, state(Phase.BROKEN, why.number()));
        Words.intVolatile(at, TURN_AT, generation + 1);
    }

    /** What was broken is usable again. */
    void fill() {
        Words.longRelease(at, STATE_AT, state(Phase.FILLING, 0));
    }

    /** This process becomes a party, if it is none. */
    void enrol() {
        int self = domain.self().half();
        long entry = partyAt(domain.self().slot());
        if ((int) Words.longVolatile(at, entry) != self) Words.longRelease(at, entry, self & 0xFFFF_FFFFL);
    }

    /** This process is no party any more. */
    void withdraw() {
        long entry = partyAt(domain.self().slot());
        if ((int) Words.longVolatile(at, entry) == domain.self().half()) Words.longRelease(at, entry, 0);
    }

    /** Without the lock: what was so a moment ago. */
    boolean hasDeadParty() {
        for (long entry = PARTY_AT; entry < BYTES; entry += Long.BYTES) {
            if (isDead((int) Words.longVolatile(at, entry))) return true;
        }
        return false;
    }

    void forgetDead() {
        for (long entry = PARTY_AT; entry < BYTES; entry += Long.BYTES) {
            if (isDead((int) Words.longVolatile(at, entry))) Words.longRelease(at, entry, 0);
        }
    }

    private boolean isDead(int party) {
        return party != 0 && !domain.isAlive(party);
    }

    private static long state(Phase phase, int arrivedOrWhy) {
        return (long) arrivedOrWhy << 32 | phase.number;
    }

    private static long brokenAt(int breaks) {
        return BROKEN_AT + (breaks & (KEPT_BREAKS - 1)) * 8L;
    }

    private static long partyAt(int slot) {
        return PARTY_AT + slot * 8L;
    }
}
