package dev.procession.benchmarks.ring;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Python;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.util.Optional;

/** CPython's {@code multiprocessing.Pipe} between two processes. */
final class PythonPipe implements Rival {
    static final String ID = "python";

    private final Python script = new Python("ring.py");
    private final Effort effort;

    PythonPipe(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "CPython Pipe";
    }

    @Override
    public String about() throws Exception {
        return "`multiprocessing.Pipe`, `send_bytes` and `recv_bytes`, of " + script.interpreter();
    }

    @Override
    public Optional<String> missing() {
        return script.missing().or(Cores::missing);
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        Cores cores = Cores.here();
        recorder.addLines(script.run(
                "round",
                Double.toString(effort.scale()),
                Integer.toString(cores.first()),
                Integer.toString(cores.second())));
        recorder.instead(RingRows.SPINNING.id(), "it sleeps");
    }
}
