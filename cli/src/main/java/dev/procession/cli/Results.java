package dev.procession.cli;

import dev.procession.pool.Outcome;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Where the outcomes of a run go: lines for people or for programs on standard output, and a file of JSON. */
final class Results implements AutoCloseable {
    private final Screen screen;
    private final boolean jsonOnScreen;
    private final OutputStream jsonFile;

    private Results(Screen screen, boolean jsonOnScreen, OutputStream jsonFile) {
        this.screen = screen;
        this.jsonOnScreen = jsonOnScreen;
        this.jsonFile = jsonFile;
    }

    /** Opens what the option {@code --json} names: nothing if it is empty, standard output for {@code -}, or a file. */
    static Results open(String json, Screen screen) {
        if (json.isEmpty() || json.equals("-"))
            return new Results(screen, !json.isEmpty(), OutputStream.nullOutputStream());
        try {
            return new Results(screen, false, new FileOutputStream(json));
        } catch (IOException e) {
            throw new UsageException(
                    "--json '" + json + "' cannot be written (" + e.getMessage() + "); name a file that can");
        }
    }

    /** Writes an outcome through to the operating system: a reader sees whole lines, whatever happens here. */
    void write(Outcome<String, Value> outcome) throws IOException {
        String json = OutcomeText.json(outcome);
        jsonFile.write((json + "\n").getBytes(StandardCharsets.UTF_8));
        screen.result(jsonOnScreen ? json : OutcomeText.line(outcome));
    }

    @Override
    public void close() throws IOException {
        jsonFile.close();
    }
}
