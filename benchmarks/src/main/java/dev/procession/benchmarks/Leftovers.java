package dev.procession.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Processes below this one. A benchmark must leave none, whatever its rivals do. */
public final class Leftovers {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Leftovers() {}

    /** Waits a little for the descendants to end by themselves, then kills the rest and returns how many that were. */
    public static int killAll() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - deadlineNanos < 0) {
            if (living().isEmpty()) return 0;
            Thread.sleep(20);
        }
        List<ProcessHandle> left = living();
        left.forEach(ProcessHandle::destroyForcibly);
        return left.size();
    }

    /** Kills a process and all below it: the lower ones first, which would otherwise be out of reach. */
    public static void killTree(ProcessHandle top) {
        try (Stream<ProcessHandle> below = top.descendants()) {
            below.forEach(ProcessHandle::destroyForcibly);
        }
        top.destroyForcibly();
    }

    /** Also when the run is interrupted: not every rival ends its processes then. */
    public static void killAllAtExit() {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform()
                        .name("bench-leftovers")
                        .unstarted(() -> living().forEach(ProcessHandle::destroyForcibly)));
    }

    private static List<ProcessHandle> living() {
        try (Stream<ProcessHandle> below = ProcessHandle.current().descendants()) {
            return below.filter(ProcessHandle::isAlive).toList();
        }
    }
}
