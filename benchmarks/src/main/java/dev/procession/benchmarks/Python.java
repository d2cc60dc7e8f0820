package dev.procession.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A rival that is a script for CPython, of {@code benchmarks/rivals/}; it travels in the jar. */
public final class Python {
    private static final long BOUND_SECONDS = 120;

    private final String script;

    /** Names the script, such as {@code pool.py}. */
    public Python(String script) {
        this.script = script;
    }

    /** Why it cannot run here; empty if it can. */
    public Optional<String> missing() {
        try {
            return run("about").isEmpty() ? Optional.of("python3 prints nothing") : Optional.empty();
        } catch (IOException | IllegalStateException e) {
            return Optional.of("python3 cannot be run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Version and start method of the interpreter, in words. */
    public String interpreter() throws IOException, InterruptedException {
        JsonObject about = JsonObject.parse(run("about").getFirst());
        return "CPython " + about.text("version") + ", start method " + about.text("startMethod");
    }

    /** Runs the script to its end and returns what it printed. */
    public List<String> run(String... words) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("procession-bench");
        try {
            return Program.run(command(folder, words), BOUND_SECONDS);
        } finally {
            Files.deleteIfExists(folder.resolve(script));
            Files.delete(folder);
        }
    }

    /**
     * The command that runs it from a file of its own: a start method other than fork imports it again in each process.
     *
     * @param folder where that file is put, under the script's name
     */
    public List<String> command(Path folder, String... words) throws IOException {
        Path file = RivalSource.copy(script, folder);
        var command = new ArrayList<>(List.of("python3", "-B", file.toString()));
        command.addAll(List.of(words));
        return command;
    }
}
