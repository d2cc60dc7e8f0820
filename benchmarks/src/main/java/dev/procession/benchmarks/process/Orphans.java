package dev.procession.benchmarks.process;

import dev.procession.benchmarks.Leftovers;
import dev.procession.os.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Kills a program that has children, and looks when they are gone. */
final class Orphans {
    private static final long NEVER_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = 500_000;

    private Orphans() {}

    /**
     * Returns the milliseconds from the kill until the last child has ended, while all cores are busy.
     *
     * @param parent a command that tells the pids of its children in one line, and waits
     */
    static double millis(List<String> parent) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(parent)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Long> pids = new ArrayList<>();
        try (var lines = process.inputReader(StandardCharsets.UTF_8);
                var _ = new Load()) {
            String line = lines.readLine();
            if (line == null) throw new IllegalStateException("the parent ended before its kill");
            for (String pid : line.split(" ", -1)) pids.add(Long.valueOf(pid));
            if (!pids.stream().allMatch(Orphans::runs))
                throw new IllegalStateException("not all children run: " + pids);
            return killAndAwait(process, pids);
        } finally {
            Leftovers.killTree(process.toHandle());
            // Those that outlived their parent are below nobody here.
            for (long pid : pids) {
                if (runs(pid)) Signals.kill((int) pid, Signals.SIGKILL);
            }
        }
    }

    private static double killAndAwait(Process parent, List<Long> children) throws InterruptedException {
        long killNanos = System.nanoTime();
        Signals.kill((int) parent.pid(), Signals.SIGKILL);
        while (children.stream().anyMatch(Orphans::runs)) {
            if (System.nanoTime() - killNanos > NEVER_NANOS) {
                throw new IllegalStateException("children outlive their parent: " + children);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
        }
        return (System.nanoTime() - killNanos) / 1e6;
    }

    /** Whether a process runs; who has ended and waits to be reaped does not. */
    private static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (IOException _) {
            return false;
        }
    }
}
