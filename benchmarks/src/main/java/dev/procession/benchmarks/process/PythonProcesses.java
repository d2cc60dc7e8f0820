package dev.procession.benchmarks.process;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Python;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.util.Locale;
import java.util.Optional;

/** CPython's {@code multiprocessing}, with one of its start methods. */
final class PythonProcesses implements Rival {

    /** How a process is started. */
    enum Method {
        /** A fresh interpreter, as a fresh JVM. */
        SPAWN,
        /** A fork of a server without threads. */
        FORKSERVER,
        /** A fork of the parent. */
        FORK;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Method method;
    private final Effort effort;
    private final Python python = new Python("process.py");

    PythonProcesses(Method method, Effort effort) {
        this.method = method;
        this.effort = effort;
    }

    @Override
    public String id() {
        return method.id();
    }

    @Override
    public String title() {
        return "CPython " + method.id();
    }

    @Override
    public String about() throws Exception {
        return "`multiprocessing.get_context(\"" + method.id() + "\").Process` of CPython "
                + python.run("about").getFirst() + (method == Method.SPAWN ? ", and `subprocess`" : "");
    }

    @Override
    public Optional<String> missing() {
        return python.missing();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        recorder.addLines(python.run(
                "round",
                method.id(),
                Integer.toString(effort.count(ProcessBenchmark.SAMPLES_A_ROUND)),
                Integer.toString(ProcessBenchmark.CHILDREN_OF_A_PARENT)));
    }
}
