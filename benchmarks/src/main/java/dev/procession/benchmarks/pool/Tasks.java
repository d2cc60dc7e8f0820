package dev.procession.benchmarks.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/** What the workers run. */
final class Tasks {
    /** No task outlives a run that forgot it. */
    private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Tasks() {}

    static Integer addOne(Integer n) {
        return n + 1;
    }

    /** Tells its process id through a file, then keeps a core busy until it is killed. */
    static Integer victim(String pidFile) throws IOException {
        Path file = Path.of(pidFile);
        Path draft = Path.of(pidFile + ".draft");
        Files.writeString(draft, Long.toString(ProcessHandle.current().pid()));
        // In one step: the reader must not see half a number.
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        long start = System.nanoTime();
        while (System.nanoTime() - start < BOUND_NANOS) Thread.onSpinWait();
        throw new IllegalStateException("nobody killed this process for a minute");
    }

    /** Keeps so many cores busy for as long as a file exists. */
    static Integer load(String busyFile, int threads) {
        Path busy = Path.of(busyFile);
        for (int i = 1; i < threads; i++) Thread.ofPlatform().daemon().start(() -> spinWhile(busy));
        return spinWhile(busy);
    }

    private static int spinWhile(Path busy) {
        long start = System.nanoTime();
        long looked = start;
        long now = start;
        while (now - start < BOUND_NANOS) {
            now = System.nanoTime();
            if (now - looked > LOOK_NANOS) {
                if (Files.notExists(busy)) break;
                looked = now;
            }
        }
        return 0;
    }
}
