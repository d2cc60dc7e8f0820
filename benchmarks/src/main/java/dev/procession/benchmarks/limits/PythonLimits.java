package dev.procession.benchmarks.limits;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Python;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.util.Optional;

/** CPython, whose pools have no time limit: so a process for each task, ended by hand. */
final class PythonLimits implements Rival {
    private final Python script = new Python("limits.py");
    private final Effort effort;

    PythonLimits(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return "python";
    }

    @Override
    public String title() {
        return "CPython Process, by hand";
    }

    @Override
    public String about() throws Exception {
        return "`multiprocessing.Process` for each task: `join(limit)`, `terminate()`, `join(grace)`, `kill()`, of "
                + script.interpreter() + "; its pools have no time limit";
    }

    @Override
    public Optional<String> missing() {
        return script.missing();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        recorder.addLines(script.run(
                "round",
                Integer.toString(effort.count(LimitsBenchmark.SAMPLES_A_ROUND)),
                Long.toString(LimitsBenchmark.LIMIT_MILLIS),
                Long.toString(LimitsBenchmark.GRACE_MILLIS)));
    }
}
