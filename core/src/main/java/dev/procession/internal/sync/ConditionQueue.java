package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import java.lang.foreign.MemorySegment;

/**
 * Those who wait for a condition: each has a ticket, and tickets are let go in their order. All that is written here, but for the
 * words to sleep on, is written by who holds the lock of the condition.
 * <h2>Layout, format 1: 256 bytes</h2><pre>
 * offset size name       written by                                       read by
 *      0    4 entered    who waits: the next ticket                       the holder of the lock
 *      4    4 released   who signals: tickets below it are let go         everybody
 *      8    4 epoch      the domain's, when those who wait were last let go for a death
 *     64   64 words[16]  of ticket t: word t mod 16, atomically          sleepers; futex words
 *    128  128 absent     who gives up ticket t: bit t mod 1024            the holder of the lock</pre>
 * word: | turns 1..31, +1 by who lets a ticket of it go | SLEEPERS 0, by who goes to sleep |
 * <h2>Invariants</h2>
 * C1. {@code released <= t < entered} for the tickets that wait, at most 1024 of them; the bits of all others are 0. C2. Whose ticket
 * waits was alive at {@code epoch}, or the epoch of the domain has moved since: then all are let go before anything else is done. So
 * no ticket of a dead one absorbs a signal. C3. Who lets a ticket go writes {@code released}, then moves
 * its word, which takes away SLEEPERS, then wakes if that was there; who sleeps has set it, and then looked.
 * <h2>If a process is killed</h2>
 * But for the flag, it held the lock, so the lock is inconsistent; and its death moves the epoch. <pre>
 * between                          leaves                         put right by
 * any two of its steps             tickets, bits and words of its a death moves the epoch: all wake, and the next to
 *                                  half-done step                 hold the lock lets all go and clears the bits (C2)
 * the tickets of those let go for  the old epoch                  the same, once more
 * a death and the epoch
 * setting SLEEPERS and its sleep   a flag of nobody               nobody has to: one wake-up too many</pre>
 */
final class ConditionQueue {
    private static final long ENTERED_AT = 0;
    private static final long RELEASED_AT = 4;
    private static final long EPOCH_AT = 8;
    private static final long WORDS_AT = 64;
    private static final long ABSENT_AT = 128;
    private static final int BYTES = 256;

    private static final int SLEEPERS = 1;
    private static final int TURN = 2; // one
    private static final int WORDS = 16;
    private static final int WINDOW = 1024;

    private final Domain domain;
    private final MemorySegment at;
    private final WaitWord[] words = new WaitWord[WORDS];

    ConditionQueue(Domain domain, Cell cell) {
        this.domain = domain;
        this.at = cell.part(0, BYTES);
        Spin spin = Spin.handingOver();
        for (int i = 0; i < WORDS; i++) words[i] = new WaitWord(domain, cell, WORDS_AT + 4L * i, spin);
    }

    /** Takes a ticket; by the holder of the lock. */
    Ticket enter() {
        letGoForDeaths();
        int number = entered();
        if (number - released() >= WINDOW) {
            letAllGo();
            number = entered();
        }
        Words.intRelease(at, ENTERED_AT, number + 1);
        return new Ticket(number, Words.intAcquire(at, EPOCH_AT));
    }

    /** A place in the queue. */
    final class Ticket implements WaitWord.Attempt {
        private final int number;
        private final int epoch;

        private Ticket(int number, int epoch) {
            this.number = number;
            this.epoch = epoch;
        }

        /** Waits until it is let go, or there was a death; without the lock. */
        boolean await(long deadlineNanos, WaitWord.Check check) throws InterruptedException {
            return word(number).await(this, deadlineNanos, check);
        }

        @Override
        public boolean tryNow() {
            return isLetGo() || domain.epoch() != epoch;
        }

        @Override
        public long announce() {
            int seen = Words.intGetAndOr(at, wordAt(number), SLEEPERS) | SLEEPERS;
            return tryNow() ? WaitWord.DONE : WaitWord.unsigned(seen);
        }

        private boolean isLetGo() {
            return released() - number > 0;
        }

        /** Gives it up, by the holder of the lock; returns whether it had been let go. */
        boolean leave() {
            letGoForDeaths();
            if (isLetGo()) return true;
            Words.longGetAndOr(at, absentAt(number), absentBit(number));
            skipAbsent();
            return false;
        }
    }

    /** Lets so many go, by the holder of the lock. */
    void signal(int count) {
        letGoForDeaths();
        if (entered() - released() <= count) {
            letAllGo();
            return;
        }
        for (int i = 0; i < count; i++) {
            skipAbsent();
            int number = released();
            if (number == entered()) return;
            Words.intRelease(at, RELEASED_AT, number + 1);
            wake(number);
        }
    }

    private void letAllGo() {
        int first = released();
        int end = entered();
        if (first == end) return;
        for (long bitsAt = ABSENT_AT; bitsAt < BYTES; bitsAt += 8) {
            if (Words.longAcquire(at, bitsAt) != 0) Words.longRelease(at, bitsAt, 0);
        }
        Words.intRelease(at, RELEASED_AT, end);
        for (int i = 0; i < Math.min(WORDS, end - first); i++) wake(first + i);
    }

    /** C2. */
    private void letGoForDeaths() {
        int epoch = domain.epoch();
        if (epoch == Words.intAcquire(at, EPOCH_AT)) return;
        letAllGo();
        Words.intRelease(at, EPOCH_AT, epoch);
    }

    /** Passes over the tickets at the head that were given up. */
    private void skipAbsent() {
        int number = released();
        while (number != entered() && (Words.longAcquire(at, absentAt(number)) & absentBit(number)) != 0) {
            Words.longGetAndAnd(at, absentAt(number), ~absentBit(number));
            Words.intRelease(at, RELEASED_AT, ++number);
        }
    }

    /** All who sleep on the word of a ticket; those whose ticket is another one sleep again. */
    private void wake(int number) {
        int before = word(number).value();
        while (!Words.intCompareAndSet(at, wordAt(number), before, (before & ~SLEEPERS) + TURN))
            before = word(number).value(); // somebody goes to sleep
        if ((before & SLEEPERS) != 0) word(number).wakeAll();
    }

    /** How many wait, about. */
    int waiting() {
        int count = 0;
        int end = entered();
        for (int number = released(); number - end < 0; number++) {
            if ((Words.longAcquire(at, absentAt(number)) & absentBit(number)) == 0) count++;
        }
        return count;
    }

    private int entered() {
        return Words.intAcquire(at, ENTERED_AT);
    }

    private int released() {
        return Words.intVolatile(at, RELEASED_AT);
    }

    private WaitWord word(int number) {
        return words[index(number)];
    }

    private static long wordAt(int number) {
        return WORDS_AT + 4L * index(number);
    }

    private static int index(int number) {
        return Math.floorMod(number, WORDS);
    }

    private static long absentAt(int number) {
        return ABSENT_AT + 8L * (Math.floorMod(number, WINDOW) / Long.SIZE);
    }

    private static long absentBit(int number) {
        return 1L << Math.floorMod(number, Long.SIZE);
    }
}
