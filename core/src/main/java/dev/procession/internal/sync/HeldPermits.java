package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellSize;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.internal.sync.SharedSemaphore.Given;
import java.lang.foreign.MemorySegment;

/**
 * Permits, and which process holds how many of them.
 * <h2>Layout, format 1: a large cell, aligned to 128</h2><pre>
 * offset size name       written by                                      read by
 *      0   32 lock       {@link LockWord}                                everybody
 *    128    4 releases   who has the lock                                sleepers: a futex word
 *    136    4 available  who has the lock                                who has the lock; others as a hint
 *    140    4 total      the creator; who has the lock, and adds         who has the lock
 *    144    4 bounded    the creator, before anybody else has the cell   who releases
 *    256  8·n entry[n]   who has the lock: its own slot's, the dead's 0  who has the lock
 * entry:    | owner half 32..63 ({@link dev.procession.internal.memory.Owner#half}) | held permits 0..31 |
 * releases: | number of releases 1..31 | WAITERS 0 |</pre>
 * <h2>Invariants</h2>
 * H1. The truth is total and the entries: total less what living owners hold may be acquired. {@code available} is that sum, less
 * what the dead held until somebody collects it. H2. What changes is written entry first, then total, then available, under the lock; so
 * whoever finds the lock inconsistent computes available from the truth, and all is whole. H3. Who finds too few permits collects those of
 * the dead, under the lock, before it announces that it waits; later deaths move the epoch, and it looks again. H4. A release changes
 * the word that sleepers expect, under the lock, and then wakes all; so who took, or leaves, needs to wake nobody.
 * H5. The lock is held for a bounded number of stores: never during a sleep, and never while somebody else's code runs.
 * <h2>If a process is killed</h2><pre>
 * between                            leaves                           put right by
 * the creation's stores              a cell that nobody knows         the slab
 * the entry and available (acquire)  its permits, the lock            who takes the lock next: H2
 * acquire and release                its permits                      who finds too few: H3
 * the entry and available (release)  the lock; fewer available        who takes the lock next: H2
 * available and releases             the lock, sleepers               the epoch
 * releases and the wake              sleepers                         the epoch
 * a dead one's entry and available   the lock; fewer available        who takes the lock next: H2
 * computing and making consistent    the lock, inconsistent still     the same
 * WAITERS and the sleep              a flag of nobody                 nobody has to: a wake-up of nobody</pre>
 */
final class HeldPermits {
    private static final int WAITERS = 1;
    private static final int RELEASE = 2;

    private static final long LOCK_AT = 0;
    private static final long RELEASES_AT = 128;
    private static final long AVAILABLE_AT = 136;
    private static final long TOTAL_AT = 140;
    private static final long BOUNDED_AT = 144;
    private static final long ENTRIES_AT = 256;
    private static final long BYTES = CellSize.LARGE.contentBytes();

    private final Domain domain;
    private final MemorySegment at;
    private final LockWord lock;
    private final WaitWord releases;
    private final long mineAt;
    private final long mine;

    HeldPermits(Domain domain, Cell cell) {
        this.domain = domain;
        this.at = cell.part(0, BYTES);
        this.lock = new LockWord(domain, cell, LOCK_AT, false);
        this.releases = new WaitWord(domain, cell, RELEASES_AT);
        this.mineAt = ENTRIES_AT + domain.self().slot() * 8L;
        this.mine = (long) domain.self().half() << 32;
    }

    /** By the creator, before anybody else has the cell. */
    void begin(int permits, boolean bounded) {
        Words.intRelease(at, BOUNDED_AT, bounded ? 1 : 0);
        Words.intRelease(at, TOTAL_AT, permits);
        Words.intRelease(at, AVAILABLE_AT, permits);
    }

    /** What sleepers sleep on. */
    WaitWord releases() {
        return releases;
    }

    /** Takes the lock; one thread of this process at a time. All below is for who has it, except where it says otherwise. */
    void lock() {
        lock.takeAnyway();
        boolean whole = false;
        try {
            if (lock.isInconsistent()) {
                compute();
                lock.makeConsistent();
            }
            whole = true;
        } finally {
            if (!whole) lock.give(); // inconsistent still: the next one computes
        }
    }

    void unlock() {
        lock.give();
    }

    /** H2. Each entry is looked at once: whose owner lives then, counts as held. */
    private void compute() {
        int free = Words.intAcquire(at, TOTAL_AT);
        for (long entryAt = ENTRIES_AT; entryAt < BYTES; entryAt += 8) {
            long entry = Words.longAcquire(at, entryAt);
            if (entry == 0) continue;
            if (domain.isAlive(owner(entry))) {
                free -= count(entry);
            } else {
                Words.longRelease(at, entryAt, 0);
            }
        }
        Words.intRelease(at, AVAILABLE_AT, free);
    }

    /** H3. */
    private void collect() {
        for (long entryAt = ENTRIES_AT; entryAt < BYTES; entryAt += 8) {
            long entry = Words.longAcquire(at, entryAt);
            if (entry != 0 && !domain.isAlive(owner(entry))) collect(entryAt);
        }
    }

    private void collect(long entryAt) {
        int theirs = count(Words.longAcquire(at, entryAt));
        Words.longRelease(at, entryAt, 0);
        Words.intRelease(at, AVAILABLE_AT, free() + theirs);
    }

    /** How many this process holds; what an earlier owner of its slot left is collected first. */
    int held() {
        long entry = Words.longAcquire(at, mineAt);
        if (entry != 0 && owner(entry) != owner(mine)) {
            collect(mineAt);
            return 0;
        }
        return count(entry);
    }

    /** How many can be acquired, those of the dead too. */
    int available() {
        collect();
        return free();
    }

    /** Takes so many for this process, if there are so many. */
    boolean take(int permits) {
        if (free() < permits) collect();
        if (free() < permits) return false;
        if (permits == 0) return true;
        int held = held();
        Words.longRelease(at, mineAt, mine | (held + permits));
        Words.intRelease(at, AVAILABLE_AT, free() - permits);
        return true;
    }

    /** Returns so many, unless that must not be. */
    Given give(int permits) {
        int held = held();
        int total = Words.intAcquire(at, TOTAL_AT);
        int added = Math.max(permits - held, 0);
        if (added > 0 && Words.intAcquire(at, BOUNDED_AT) != 0) return Given.NOT_HELD;
        if (added > Integer.MAX_VALUE - total) return Given.OVERFLOW;
        int kept = held - (permits - added);
        Words.longRelease(at, mineAt, kept == 0 ? 0 : mine | kept);
        if (added > 0) Words.intRelease(at, TOTAL_AT, total + added);
        Words.intRelease(at, AVAILABLE_AT, free() + permits);
        return Given.YES;
    }

    /** H4. After a release; whether somebody is to be woken. */
    boolean endTurn() {
        int now = releases.value();
        Words.intRelease(at, RELEASES_AT, (now & ~WAITERS) + RELEASE);
        return (now & WAITERS) != 0;
    }

    /** Says that somebody waits, and returns the word, unsigned. */
    long announce() {
        int announced = releases.value() | WAITERS;
        Words.intRelease(at, RELEASES_AT, announced);
        return WaitWord.unsigned(announced);
    }

    private int free() {
        return Words.intAcquire(at, AVAILABLE_AT);
    }

    /** By anybody, as a hint. */
    boolean mayHave(int permits) {
        return free() >= permits;
    }

    /** In words, of a moment; by anybody. */
    String describe() {
        var holders = new StringBuilder();
        int free = Words.intAcquire(at, TOTAL_AT);
        for (long entryAt = ENTRIES_AT; entryAt < BYTES; entryAt += 8) {
            long entry = Words.longAcquire(at, entryAt);
            if (entry == 0 || !domain.isAlive(owner(entry))) continue;
            free -= count(entry);
            holders.append(", process ")
                    .append(domain.pid(owner(entry)))
                    .append(" holds ")
                    .append(count(entry));
        }
        return (Words.intAcquire(at, BOUNDED_AT) != 0 ? "held, bounded, " : "held, ")
                + Math.max(free, 0) + " of " + Words.intAcquire(at, TOTAL_AT) + " permits available" + holders
                + ((releases.value() & WAITERS) != 0 ? ", others wait" : "");
    }

    private static int owner(long entry) {
        return (int) (entry >>> 32);
    }

    private static int count(long entry) {
        return (int) entry;
    }
}
