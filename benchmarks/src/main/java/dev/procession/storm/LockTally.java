package dev.procession.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the threads of the fourth storm say of themselves, in a file that all processes map: it outlives each of them, and nothing of
 * the library is in it, which it is to judge. A thread writes its own record only; who is where in its place after it was killed goes on
 * in its record.
 */
@SuppressWarnings("EnumOrdinal") // the file lives no longer than the program that made it
final class LockTally implements AutoCloseable {
    /** Processes that are killed. */
    static final int PLACES = 8;

    /** Threads of each. */
    static final int THREADS = 3;

    /** Threads of the storm's own process, which nobody kills. */
    static final int HELPERS = 4;

    /** All threads. Each has a bit in {@link #enter}. */
    static final int RECORDS = PLACES * THREADS + HELPERS;

    /** Semaphores of each kind. */
    static final int SEMAPHORES = 2;

    /** What a thread does with a permit of a counting semaphore. */
    enum Permit {
        NONE,
        TRYING,
        HELD,
        RELEASING
    }

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
    private static final Permit[] PERMITS = Permit.values();

    // By number of the word: first what all share, then the records.
    private static final int STOP = 0;
    private static final int PAUSE = 1;
    private static final int INSIDE = 2;
    private static final int PID = INSIDE + SEMAPHORES;
    private static final int RECORD = PID + PLACES;

    // In a record.
    private static final int KINDS = LockCount.values().length;
    private static final int BEGUN = 0;
    private static final int DONE = KINDS;
    private static final int LONGEST = 2 * KINDS;
    private static final int PERMIT = 3 * KINDS;
    private static final int HOLDS = PERMIT + SEMAPHORES;
    private static final int RECORD_WORDS = HOLDS + 1;

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment words;

    private LockTally(Path file) throws IOException {
        this.file = file;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            words = channel.map(MapMode.READ_WRITE, 0, (RECORD + RECORDS * RECORD_WORDS) * 8L, arena);
        }
    }

    static LockTally make() {
        try {
            return new LockTally(Files.createTempFile("storm-", ".tally"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LockTally open(Path file) throws IOException {
        return new LockTally(file);
    }

    Path file() {
        return file;
    }

    private long get(int word) {
        return (long) LONG.getVolatile(words, word * 8L);
    }

    private void set(int word, long value) {
        LONG.setVolatile(words, word * 8L, value);
    }

    private static int word(int record, int offset) {
        return RECORD + record * RECORD_WORDS + offset;
    }

    /** All are to come to their end. */
    void stop() {
        set(STOP, 1);
    }

    boolean isStopped() {
        return get(STOP) != 0;
    }

    /** Nobody is to take a permit of a counting semaphore. */
    void pausePermits(boolean pause) {
        set(PAUSE, pause ? 1 : 0);
    }

    boolean permitsPaused() {
        return get(PAUSE) != 0;
    }

    /** The process in a place, 0 if it is known to be dead. */
    long pid(int place) {
        return get(PID + place);
    }

    void pid(int place, long pid) {
        set(PID + place, pid);
    }

    long[] pids() {
        var pids = new long[PLACES];
        for (int place = 0; place < PLACES; place++) pids[place] = pid(place);
        return pids;
    }

    /** A thread has a permit: one bit for each that has one, its own among them, all of one instant. */
    long enter(int semaphore, int record) {
        long bit = 1L << record;
        return (long) LONG.getAndBitwiseOr(words, (INSIDE + semaphore) * 8L, bit) | bit;
    }

    /** A thread gives its permit back, or has died with it. */
    void leave(int semaphore, int record) {
        long _ = (long) LONG.getAndBitwiseAnd(words, (INSIDE + semaphore) * 8L, ~(1L << record));
    }

    Permit permit(int semaphore, int record) {
        return PERMITS[(int) get(word(record, PERMIT + semaphore))];
    }

    void permit(int semaphore, int record, Permit permit) {
        set(word(record, PERMIT + semaphore), permit.ordinal());
    }

    /** A thread is in the middle of something, or has done it. */
    void hold(int record, boolean holds) {
        set(word(record, HOLDS), holds ? 1 : 0);
    }

    /** Whether a thread of the process in a place is in the middle of something. */
    boolean holds(int place) {
        for (int i = 0; i < THREADS; i++) if (get(word(place * THREADS + i, HOLDS)) != 0) return true;
        return false;
    }

    /** A thread is about to do it. */
    void begin(int record, LockCount what) {
        increment(word(record, BEGUN + what.ordinal()));
    }

    /** A thread has done it. */
    void end(int record, LockCount what) {
        increment(word(record, DONE + what.ordinal()));
    }

    private void increment(int word) {
        set(word, get(word) + 1);
    }

    /** A thread has waited. */
    void waited(int record, LockCount what, long nanos) {
        int word = word(record, LONGEST + what.ordinal());
        if (nanos > get(word)) set(word, nanos);
    }

    long begun(LockCount what) {
        return sum(BEGUN + what.ordinal());
    }

    long done(LockCount what) {
        return sum(DONE + what.ordinal());
    }

    private long sum(int offset) {
        long sum = 0;
        for (int record = 0; record < RECORDS; record++) sum += get(word(record, offset));
        return sum;
    }

    long longestNanos(LockCount what) {
        long longest = 0;
        for (int record = 0; record < RECORDS; record++)
            longest = Math.max(longest, get(word(record, LONGEST + what.ordinal())));
        return longest;
    }

    /** Unmaps it; whoever made it deletes it, too. */
    @Override
    public void close() {
        arena.close();
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
