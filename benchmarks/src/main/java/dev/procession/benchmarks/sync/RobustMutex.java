package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Program;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.RivalSource;
import dev.procession.benchmarks.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pthread mutex that is robust and shared between processes, in C; compiled here, once. */
final class RobustMutex implements Rival {
    static final String ID = "pthread";

    private static final String SOURCE = "robust_mutex.c";
    private static final String PROGRAM = "robust_mutex";
    private static final long BOUND_SECONDS = 60;

    private final Effort effort;
    private @Nullable Path folder; // with the program, from its first use on

    RobustMutex(Effort effort) {
        this.effort = effort;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "pthread robust";
    }

    @Override
    public String about() throws Exception {
        return "`pthread_mutex_t`, `PTHREAD_PROCESS_SHARED` and `PTHREAD_MUTEX_ROBUST`, and `pthread_cond_t`, by `gcc -O2` "
                + gcc("-dumpfullversion").getFirst();
    }

    @Override
    public Optional<String> missing() {
        try {
            return gcc("-dumpfullversion").isEmpty() ? Optional.of("gcc prints nothing") : Optional.empty();
        } catch (IOException | IllegalStateException e) {
            return Optional.of("not run, since gcc cannot be: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        String program = program().toString();
        for (Part part : Part.values()) {
            switch (part) {
                case FREE, CONDITION -> run(recorder, program, scale(), part.id());
                case CONTENDED_2, CONTENDED_4 ->
                    run(recorder, program, scale(), "contended", Integer.toString(part.processes()));
                case EVENT -> instead(recorder, part, "no event");
                case ADD -> instead(recorder, part, "as bare memory");
            }
        }
    }

    private String scale() {
        return Double.toString(effort.scale());
    }

    private static void run(Recorder recorder, String... command) throws IOException, InterruptedException {
        recorder.addLines(Program.run(List.of(command), BOUND_SECONDS));
    }

    private static void instead(Recorder recorder, Part part, String words) {
        for (Row row : SyncRows.of(part)) recorder.instead(row.id(), words);
    }

    private Path program() throws IOException, InterruptedException {
        if (folder == null) {
            Path made = Files.createTempDirectory("procession-bench");
            folder = made;
            Path source = RivalSource.copy(SOURCE, made);
            gcc("-O2", "-pthread", "-o", made.resolve(PROGRAM).toString(), source.toString());
        }
        return folder.resolve(PROGRAM);
    }

    private static List<String> gcc(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(List.of(words));
        return Program.run(command, BOUND_SECONDS);
    }

    @Override
    public void close() throws IOException {
        if (folder == null) return;
        Files.deleteIfExists(folder.resolve(PROGRAM));
        Files.deleteIfExists(folder.resolve(SOURCE));
        Files.delete(folder);
        folder = null;
    }
}
