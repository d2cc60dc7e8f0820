package dev.procession.benchmarks.sync;

import dev.procession.sync.ProcessLock;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What one process did to the counter.
 *
 * @param total its increments from the first to the last
 * @param measured those of the phase that counts
 * @param waits of that phase
 */
record Increments(long total, long measured, Waits waits) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int LOCKS_A_SAMPLE = 16;

    /** Runs in each of the processes until the phase is {@link Field#STOP}. */
    static Increments make(ProcessLock lock, String file) throws IOException, InterruptedException {
        Field field = Field.map(Path.of(file));
        field.addReady();
        while (field.phase() == Field.WAIT) Thread.sleep(1);
        Waits waits = new Waits();
        long total = 0;
        long measured = 0;
        for (int phase = field.phase(); phase != Field.STOP; phase = field.phase()) {
            if (phase == Field.MEASURE && total % LOCKS_A_SAMPLE == 0) {
                long start = System.nanoTime();
                lock.lock();
                long nanos = System.nanoTime() - start;
                add(lock, field);
                waits.add(nanos);
            } else {
                lock.lock();
                add(lock, field);
            }
            total++;
            if (phase == Field.MEASURE) measured++;
        }
        return new Increments(total, measured, waits);
    }

    /** By who has just locked. */
    private static void add(ProcessLock lock, Field field) {
        try {
            field.increment();
        } finally {
            lock.unlock();
        }
    }
}
