package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Python;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.util.Optional;

/** CPython's {@code multiprocessing.Pool}. */
final class PythonPool implements Rival {
    static final String ID = "python";

    private final Python script = new Python("pool.py");
    private final Effort effort;

    PythonPool(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "CPython Pool(2)";
    }

    @Override
    public String about() throws Exception {
        return "`multiprocessing.Pool(2)` of " + script.interpreter();
    }

    @Override
    public Optional<String> missing() {
        return script.missing();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        recorder.addLines(script.run("round", Double.toString(effort.scale())));
    }

    /** Once: if the answer is never, that takes the whole bound. */
    @Override
    public void afterwards(Recorder recorder) throws Exception {
        recorder.addLines(script.run("death", Integer.toString(PoolDeaths.neverSeconds(effort))));
    }
}
