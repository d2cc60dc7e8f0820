package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.JsonObject;
import dev.procession.benchmarks.Leftovers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** CPython's {@code multiprocessing.Pool}, driven by a script that prints what it measures as lines of JSON. */
final class PythonRival implements Rival {
    private static final String SCRIPT = "pool.py";
    private static final long BOUND_SECONDS = 60;

    @Override
    public String id() {
        return "python";
    }

    @Override
    public String title() {
        return "CPython Pool(2)";
    }

    @Override
    public String about() throws Exception {
        JsonObject about = JsonObject.parse(run("about").getFirst());
        return "`multiprocessing.Pool(2)` of CPython " + about.text("version") + ", start method "
                + about.text("startMethod");
    }

    @Override
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

    @Override
    public void round(Recorder recorder) throws Exception {
        record(run("round"), recorder);
    }

    /** Once: if the answer is never, that takes the whole bound. */
    @Override
    public void afterwards(Recorder recorder) throws Exception {
        record(run("death", Integer.toString(PoolDeaths.NEVER_SECONDS)), recorder);
    }

    private static void record(List<String> lines, Recorder recorder) {
        for (String line : lines) {
            JsonObject measured = JsonObject.parse(line);
            Row row = Row.ofId(measured.text("row"));
            Optional<String> instead = measured.optionalText("instead");
            if (instead.isPresent()) recorder.instead(row, instead.get());
            else recorder.add(row, JsonObject.numbers(measured.list("values")));
        }
    }

    /** Runs the script from a file of its own: a start method other than fork imports it again in each worker. */
    private static List<String> run(String... words) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("procession-bench");
        Path script = folder.resolve(SCRIPT);
        Path output = folder.resolve("output");
        try {
            try (InputStream in = PythonRival.class.getResourceAsStream(SCRIPT)) {
                if (in == null) throw new IllegalStateException(SCRIPT + " is not on the class path");
                Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
            }
            var command = new ArrayList<>(List.of("python3", "-B", script.toString()));
            command.addAll(List.of(words));
            Process process = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(SCRIPT + " took more than " + BOUND_SECONDS + " s");
                }
            } finally {
                Leftovers.killTree(process.toHandle());
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(SCRIPT + " ended with status " + process.exitValue());
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(script);
            Files.deleteIfExists(output);
            Files.deleteIfExists(folder);
        }
    }
}
