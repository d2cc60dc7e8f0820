package dev.procession.benchmarks.process;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.os.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The JDK's own way: a JVM that says hello is the least that any child JVM takes. */
final class BuilderProcesses implements Rival {
    static final String ID = "java";

    private static final double NANOS_A_MILLI = 1e6;
    private static final String LONG_MILLIS = "600000";

    private final Effort effort;

    BuilderProcesses(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "java Hello (limit)";
    }

    @Override
    public String about() {
        return "`ProcessBuilder` with `java -cp … HelloMain` of the same JDK, no flags, `waitFor` and `onExit`";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        int samples = effort.count(ProcessBenchmark.SAMPLES_A_ROUND);
        recorder.add(ProcessBenchmark.START.id(), lives(samples, hello()));
        recorder.add(ProcessBenchmark.COMMAND.id(), lives(samples, List.of("/bin/true")));
        List<Double> deaths = new ArrayList<>();
        for (int i = 0; i < samples; i++) deaths.add(death());
        recorder.add(ProcessBenchmark.DEATH.id(), deaths);
        recorder.instead(ProcessBenchmark.ORPHANS.id(), "nobody ends them");
    }

    private static List<String> hello() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-cp", System.getProperty("java.class.path"), HelloMain.class.getName());
    }

    private static List<Double> lives(int samples, List<String> command) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            long startNanos = System.nanoTime();
            int status = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            millis.add((System.nanoTime() - startNanos) / NANOS_A_MILLI);
            if (status != 0) throw new IllegalStateException(command + " ended with status " + status);
        }
        return millis;
    }

    private static double death() throws IOException, InterruptedException, ExecutionException {
        List<String> command = new ArrayList<>(hello());
        command.add(LONG_MILLIS);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            if (lines.readLine() == null) throw new IllegalStateException("it ended before its kill");
            CompletableFuture<Long> toldNanos = process.onExit().thenApply(_ -> System.nanoTime());
            long killNanos = System.nanoTime();
            Signals.kill((int) process.pid(), Signals.SIGKILL);
            return (toldNanos.get() - killNanos) / NANOS_A_MILLI;
        } finally {
            process.destroyForcibly();
        }
    }
}
