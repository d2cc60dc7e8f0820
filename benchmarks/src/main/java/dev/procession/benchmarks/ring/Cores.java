package dev.procession.benchmarks.ring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where processes run: the first two processors that this one may use. */
record Cores(int first, int second) {

    /** Why nobody can be pinned here; empty if it can be done. */
    static Optional<String> missing() {
        try {
            if (allowed().size() < 2) return Optional.of("it takes two processors");
            return run("taskset", "--version") ? Optional.empty() : Optional.of("taskset fails");
        } catch (IOException e) {
            return Optional.of("taskset, of util-linux, cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    static Cores here() throws IOException {
        List<Integer> allowed = allowed();
        return new Cores(allowed.get(0), allowed.get(1));
    }

    /** What stands before a command that is to run on such a processor, or on several. */
    static List<String> wrapper(String processors) {
        return List.of("taskset", "-c", processors);
    }

    /** Moves a process with all its threads, or with {@code -p} alone one thread. */
    static void pin(int processor, long pid, boolean allThreads) throws IOException, InterruptedException {
        String how = allThreads ? "-apc" : "-pc";
        if (!run("taskset", how, Integer.toString(processor), Long.toString(pid))) {
            throw new IllegalStateException("taskset could not move " + pid + " to processor " + processor);
        }
    }

    /** Moves the calling thread. */
    static void pinThisThread(int processor) throws IOException, InterruptedException {
        Path self = Files.readSymbolicLink(Path.of("/proc/thread-self")); // pid/task/tid
        pin(processor, Long.parseLong(self.getFileName().toString()), false);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** The list of the kernel: numbers and ranges, such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> all = new ArrayList<>();
        for (String part : list.strip().split(",", -1)) {
            int dash = part.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int to = dash < 0 ? from : Integer.parseInt(part.substring(dash + 1));
            for (int one = from; one <= to; one++) all.add(one);
        }
        return all;
    }

    private static List<Integer> allowed() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .map(line -> parse(line.substring(line.indexOf(':') + 1)))
                    .orElse(List.of());
        }
    }
}
