package dev.procession.benchmarks.process;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Program;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.os.Signals;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.SupervisedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Ours. */
final class OurProcesses implements Rival {
    private static final double NANOS_A_MILLI = 1e6;
    private static final long LONG_MILLIS = 600_000;

    private final Effort effort;

    OurProcesses(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return OURS;
    }

    @Override
    public String title() {
        return "Procession";
    }

    @Override
    public String about() {
        return "`ChildProcess.launch` with a lambda, `CommandProcess.launch`, default options";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        int samples = effort.count(ProcessBenchmark.SAMPLES_A_ROUND);
        recorder.add(ProcessBenchmark.START.id(), lives(samples, () -> ChildProcess.launch(() -> {})));
        recorder.add(
                ProcessBenchmark.COMMAND.id(),
                lives(samples, () -> CommandProcess.launch(o -> o.withOutput(Output.DISCARD), "/bin/true")));
        List<Double> deaths = new ArrayList<>();
        for (int i = 0; i < samples; i++) deaths.add(death());
        recorder.add(ProcessBenchmark.DEATH.id(), deaths);
        List<Double> orphans = new ArrayList<>();
        for (int i = effort.count(ProcessBenchmark.PARENTS_A_ROUND); i > 0; i--) {
            orphans.add(Orphans.millis(Program.java(List.of(), FamilyMain.class, List.of())));
        }
        recorder.add(ProcessBenchmark.ORPHANS.id(), orphans);
    }

    private static List<Double> lives(int samples, Callable<SupervisedProcess> start) throws Exception {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            long startNanos = System.nanoTime();
            try (SupervisedProcess process = start.call()) {
                boolean well = process.join().isSuccess();
                millis.add((System.nanoTime() - startNanos) / NANOS_A_MILLI);
                if (!well) throw new IllegalStateException(process + " did not end well");
            }
        }
        return millis;
    }

    private static double death() throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> Thread.sleep(LONG_MILLIS))) {
            CompletableFuture<Long> toldNanos = child.onExit().thenApply(_ -> System.nanoTime());
            long killNanos = System.nanoTime();
            Signals.kill((int) child.pid(), Signals.SIGKILL);
            return (toldNanos.get() - killNanos) / NANOS_A_MILLI;
        }
    }
}
