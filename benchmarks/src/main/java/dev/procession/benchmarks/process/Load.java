package dev.procession.benchmarks.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A busy loop for each core, in processes of their own, until it is closed. */
final class Load implements AutoCloseable {
    private final List<Process> loops = new ArrayList<>();

    Load() throws IOException {
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            loops.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
        }
    }

    @Override
    public void close() {
        loops.forEach(Process::destroyForcibly);
    }
}
