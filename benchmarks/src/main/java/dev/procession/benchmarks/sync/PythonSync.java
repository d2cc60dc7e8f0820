package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Python;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.util.Optional;

/** CPython's {@code multiprocessing}. */
final class PythonSync implements Rival {
    static final String ID = "python";

    private final Python script = new Python("sync.py");
    private final Effort effort;

    PythonSync(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "CPython";
    }

    @Override
    public String about() throws Exception {
        return "`multiprocessing`'s `Lock`, `Condition`, `Event` and `Value` of " + script.interpreter();
    }

    @Override
    public Optional<String> missing() {
        return script.missing();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        recorder.addLines(script.run("round", Double.toString(effort.scale())));
    }
}
