package dev.procession.benchmarks.sync;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that the processes of one part map: what the lock guards, and in which phase they are. Words that processes write are 128
 * bytes apart. It is mapped until the process ends.
 */
final class Field {
    /** Nobody has begun. */
    static final int WAIT = 0;
    /** All do what they do, and nothing counts. */
    static final int WARM_UP = 1;
    /** What they do counts. */
    static final int MEASURE = 2;
    /** All have to come to their end. */
    static final int STOP = 3;

    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final long COUNTER_AT = 0;
    private static final long TURN_AT = 128;
    private static final long PHASE_AT = 256;
    private static final long READY_AT = 384;
    private static final long BYTES = 4096;

    private final MemorySegment memory;

    private Field(MemorySegment memory) {
        this.memory = memory;
    }

    static Field map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Field(channel.map(MapMode.READ_WRITE, 0, BYTES, Arena.global()));
        }
    }

    /** Adds one, by plain loads and stores; for who holds the lock. */
    void increment() {
        LONG.set(memory, COUNTER_AT, (long) LONG.get(memory, COUNTER_AT) + 1);
    }

    long counter() {
        return (long) LONG.getVolatile(memory, COUNTER_AT);
    }

    /** The least that a lock can be: a word that is 1, and then 0 again. */
    boolean takeAndGive() {
        return (boolean) LONG.compareAndSet(memory, COUNTER_AT, 0L, 1L)
                && (boolean) LONG.compareAndSet(memory, COUNTER_AT, 1L, 0L);
    }

    long getAndAdd(long delta) {
        return (long) LONG.getAndAdd(memory, COUNTER_AT, delta);
    }

    /** Whose turn it is; for who holds the lock. */
    int turn() {
        return (int) INT.get(memory, TURN_AT);
    }

    void turn(int whose) {
        INT.set(memory, TURN_AT, whose);
    }

    /** Cheap: whoever looks again sees a new phase soon. */
    int phase() {
        return (int) INT.getOpaque(memory, PHASE_AT);
    }

    void phase(int phase) {
        INT.setVolatile(memory, PHASE_AT, phase);
    }

    /** How many have said that they are ready. */
    int ready() {
        return (int) INT.getVolatile(memory, READY_AT);
    }

    void addReady() {
        int _ = (int) INT.getAndAdd(memory, READY_AT, 1);
    }
}
