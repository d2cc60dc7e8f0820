package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Two processes that take turns, by one event for each. */
final class EventPing {
    private EventPing() {}

    /** The microseconds of round trips. */
    static List<Double> micros(Effort effort, Path file) throws Exception {
        String path = file.toString();
        Field field = Field.map(file);
        try (ProcessEvent near = ProcessEvent.create();
                ProcessEvent far = ProcessEvent.create();
                var child = ChildProcess.launch(() -> answer(far, near, path))) {
            List<Double> micros = new Measure(effort).micros(() -> {
                far.set();
                near.await();
                near.clear();
            });
            field.phase(Field.STOP);
            far.set();
            if (!child.join().isSuccess()) throw new IllegalStateException(child + " did not end well");
            return micros;
        }
    }

    private static void answer(ProcessEvent mine, ProcessEvent other, String file)
            throws IOException, InterruptedException {
        Field field = Field.map(Path.of(file));
        while (field.phase() != Field.STOP) {
            mine.await();
            mine.clear();
            other.set();
        }
    }
}
