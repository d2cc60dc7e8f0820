package dev.procession.benchmarks.idle;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Leftovers;
import dev.procession.benchmarks.Program;
import dev.procession.benchmarks.Python;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that is started, used a little, and then watched from outside. */
final class IdleRival implements Rival {
    private static final String SCRIPT = "idle.py";
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Which one. */
    enum Kind {
        PROCESSION(OURS, "Procession", "`ProcessPool` of two workers, default options, after 200 tasks"),
        JVM("jvm", "a JVM (limit)", "a JVM whose main thread waits for input"),
        PYTHON("python", "CPython Pool(2)", "");

        private final String id;
        private final String title;
        private final String about;

        Kind(String id, String title, String about) {
            this.id = id;
            this.title = title;
            this.about = about;
        }
    }

    private final Kind kind;
    private final Effort effort;
    private final Python python = new Python(SCRIPT);

    IdleRival(Kind kind, Effort effort) {
        this.kind = kind;
        this.effort = effort;
    }

    @Override
    public String id() {
        return kind.id;
    }

    @Override
    public String title() {
        return kind.title;
    }

    @Override
    public String about() throws Exception {
        if (kind != Kind.PYTHON) return kind.about;
        return "`multiprocessing.Pool(2)` of " + python.interpreter() + ", after 200 tasks";
    }

    @Override
    public Optional<String> missing() {
        return kind == Kind.PYTHON ? python.missing() : Optional.empty();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        Path folder = Files.createTempDirectory("procession-bench");
        try {
            watch(command(folder), recorder);
        } finally {
            Files.deleteIfExists(folder.resolve(SCRIPT));
            Files.delete(folder);
        }
        if (kind == Kind.JVM) recorder.instead(IdleBenchmark.WORKER.id(), "has none");
    }

    private List<String> command(Path folder) throws IOException {
        return switch (kind) {
            case PROCESSION -> Program.java(List.of(), IdleMain.class, List.of("pool"));
            case JVM -> Program.java(List.of(), IdleMain.class, List.of());
            case PYTHON -> python.command(folder, "wait");
        };
    }

    private void watch(List<String> command, Recorder recorder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            String ready = lines.readLine();
            if (ready == null || !ready.startsWith("ready")) throw new IllegalStateException("it said " + ready);
            List<Long> pids = new ArrayList<>(List.of(process.pid()));
            for (String pid : ready.substring("ready".length()).strip().split(" ", -1)) {
                if (!pid.isEmpty()) pids.add(Long.valueOf(pid));
            }
            TimeUnit.NANOSECONDS.sleep(effort.nanos(SETTLE_NANOS));
            List<CpuTime> before = times(pids);
            TimeUnit.NANOSECONDS.sleep(effort.nanos(WATCHED_NANOS));
            List<CpuTime> after = times(pids);
            record(before, after, recorder);
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) throw new IllegalStateException("it does not end");
        } finally {
            Leftovers.killTree(process.toHandle());
        }
    }

    private static List<CpuTime> times(List<Long> pids) throws IOException {
        List<CpuTime> times = new ArrayList<>();
        for (long pid : pids) times.add(CpuTime.of(pid));
        return times;
    }

    private static void record(List<CpuTime> before, List<CpuTime> after, Recorder recorder) {
        double busiest = 0;
        for (int i = 1; i < before.size(); i++) {
            busiest = Math.max(busiest, after.get(i).nanosSince(before.get(i)) / 1e3);
        }
        recorder.add(IdleBenchmark.PARENT.id(), after.getFirst().nanosSince(before.getFirst()) / 1e3);
        if (before.size() > 1) recorder.add(IdleBenchmark.WORKER.id(), busiest);
    }
}
