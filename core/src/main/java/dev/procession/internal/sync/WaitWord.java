package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Clock;
import dev.procession.os.Futex;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;

/**
 * A futex word of 4 bytes in a cell, as threads of any process sleep on it. What its values mean is its structure's own affair.
 *
 * <p><b>Must hold.</b> W1. Who sleeps has looked, after it read the value that it expects, whether it has to sleep; who ends the
 * reason to sleep changes the value, and then wakes. W2. A death, which moves the epoch of the domain, makes everybody look again, so
 * a wake-up that died with its sender or its receiver is made good.
 */
final class WaitWord {
    /** What {@link Attempt#announce} returns when there is nothing to wait for. */
    static final long DONE = -1;

    /** The longest nap covers a death that nobody has told: its supervisor died too. Tests sleep for hours, to see lost wake-ups. */
    private static final long LONGEST_NAP_NANOS = Long.getLong("procession.nap.nanos", 1_000_000_000);

    private static final long FIRST_NAP_NANOS = Math.max(LONGEST_NAP_NANOS / 20, 1);

    private final Domain domain;
    private final SharedSegment segment;
    private final MemorySegment word;
    private final Spin spin;

    WaitWord(Domain domain, Cell cell, long offset) {
        this(domain, cell, offset, Spin.handingOver());
    }

    /** One that is waited on in its own way, or one of several, which have the same luck with spinning. */
    WaitWord(Domain domain, Cell cell, long offset, Spin spin) {
        this.spin = spin;
        this.domain = domain;
        this.segment = cell.segment();
        this.word = cell.part(offset, 4);
    }

    /** What is asked before each sleep. */
    interface Check {
        /** Throws if it is no use to wait. */
        void run();

        /** How long it may take until the next time. */
        default long mostNanos() {
            return Long.MAX_VALUE;
        }
    }

    /** What a thread waits to do. */
    interface Attempt {
        /** Does it if that is possible, and leaves no trace if not. */
        boolean tryNow();

        /**
         * The same, or tells those who can make it possible that somebody waits.
         *
         * @return {@link #DONE}, or the value of the word, unsigned, with which it is not possible
         */
        long announce();
    }

    /** The value of the word, as {@link Attempt#announce} returns it. */
    static long unsigned(int value) {
        return value & 0xFFFF_FFFFL;
    }

    int value() {
        return Words.intVolatile(word, 0);
    }

    /**
     * Waits until the attempt is done.
     *
     * @param deadlineNanos see {@link Deadline}
     * @param check run before each sleep, twice; throws if it is no use
     * @return false if the time is over
     */
    boolean await(Attempt attempt, long deadlineNanos, Check check) throws InterruptedException {
        if (deadlineNanos == 0 ? attempt.tryNow() : spin.until(attempt::tryNow)) return true;
        long nap = FIRST_NAP_NANOS;
        long napEndNanos = 0;
        while (true) {
            int epoch = domain.epoch();
            long seen = attempt.announce();
            if (seen == DONE) return true; // also if this was closed meanwhile
            check.run();
            long now = Clock.monotonicNanos();
            if (now >= deadlineNanos) return false;
            if (napEndNanos == 0) {
                napEndNanos = now + nap;
            } else if (now >= napEndNanos) { // however often it was woken meanwhile
                if (nap == LONGEST_NAP_NANOS) retireDead();
                nap = Math.min(2 * nap, LONGEST_NAP_NANOS);
                napEndNanos = now + nap;
            }
            long most = Math.min(napEndNanos - now, check.mostNanos());
            sleep((int) seen, epoch, Math.min(deadlineNanos, now + most), check);
        }
    }

    /** Sleeps while the word has this value and the domain this epoch. May return early for no reason. */
    private void sleep(int expected, int epoch, long untilNanos, Check check) throws InterruptedException {
        if (Thread.currentThread().isVirtual()) {
            Carriers.call(() -> park(expected, epoch, untilNanos, check));
        } else {
            park(expected, epoch, untilNanos, check);
        }
        if (Thread.interrupted()) throw new InterruptedException();
    }

    private boolean park(int expected, int epoch, long untilNanos, Check check) {
        return Parker.ofThisThread().park(segment, word, expected, domain, epoch, untilNanos, check::run);
    }

    /** In place of a supervisor that is dead or stands still: what a dead one has, some structures give up only for the epoch. */
    private void retireDead() {
        try {
            domain.retireDead();
        } catch (RuntimeException e) { // no descriptor left, say: the next nap tries again
            LibraryLog.log(Level.DEBUG, "dead members of " + domain + " could not be retired by one that sleeps", e);
        }
    }

    /** Wakes so many of those who sleep. */
    void wake(int count) {
        Futex.wake(word, count);
    }

    void wakeAll() {
        wake(Integer.MAX_VALUE);
    }
}
