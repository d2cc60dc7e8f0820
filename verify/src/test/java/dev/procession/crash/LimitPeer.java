package dev.procession.crash;

import dev.procession.ProcessionException;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.Processes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What programs at their limits have in common: pools that may be refused, and a look at what is left of them. */
final class LimitPeer {
    private LimitPeer() {}

    static ProcessPool open(int workers) {
        return ProcessPool.open(
                o -> o.withWorkers(workers).withOutput(Output.DISCARD).withMaxHeap("32m"));
    }

    /** What became of a pool's first task: its value, or the refusal. */
    static String firstTask(ProcessPool pool) throws InterruptedException {
        try {
            return "worked " + pool.submit(() -> 6 * 7).get();
        } catch (ExecutionException | RejectedExecutionException e) {
            return refusal(e.getCause());
        }
    }

    /** The kinds of a refusal and of its cause, and the first line of the innermost. */
    static String refusal(@Nullable Throwable failure) {
        Throwable told = Objects.requireNonNull(failure);
        var kinds = new StringBuilder("refused ").append(told.getClass().getSimpleName());
        if (told instanceof ProcessionException && told.getCause() instanceof ProcessionException cause) {
            kinds.append(" by ").append(cause.getClass().getSimpleName());
            told = cause;
        }
        return kinds + ": " + String.valueOf(told.getMessage()).replace("\n", " | ");
    }

    /** Waits until nothing is left of pools: no process below, no thread, no descriptor beyond those. */
    static void awaitNothingLeft(int descriptors) throws InterruptedException {
        Eventually.holds(
                "no child",
                () -> Processes.descendants(ProcessHandle.current().pid()).isEmpty());
        Eventually.holds("no thread of a pool", () -> poolThreads() == 0);
        Eventually.holds(descriptors + " descriptors", () -> descriptors() <= descriptors);
    }

    /** How many there are, without what a JVM opens by itself when it loads classes. */
    static int descriptors() {
        String[] names = Objects.requireNonNull(new File("/proc/self/fd").list());
        int count = 0;
        for (String name : names) {
            try {
                String target =
                        Files.readSymbolicLink(Path.of("/proc/self/fd", name)).toString();
                if (!target.endsWith(".jar") && !target.endsWith("/modules") && !target.endsWith("random")) count++;
            } catch (IOException e) {
                // closed meanwhile: the folder that was just read
            }
        }
        return count;
    }

    private static long poolThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(n -> n.startsWith("procession-") && !n.equals("procession-spawner"))
                .count();
    }
}
