package dev.procession.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Standard output and standard error of the command, which may be one and the same terminal: results, notes and the
 * progress line do not run into each other.
 */
final class Screen {
    private static final String ERASE = "\r\u001b[K";

    private final OutputStream out;
    private final PrintStream err;
    private final Optional<IntSupplier> columns;
    private boolean drawn;

    /**
     * Uses two streams.
     *
     * @param out for results, always in UTF-8
     * @param err for everything else
     * @param columns the width of the terminal behind {@code err}, if there is one
     */
    Screen(OutputStream out, PrintStream err, Optional<IntSupplier> columns) {
        this.out = out;
        this.err = err;
        this.columns = columns;
    }

    boolean hasProgressLine() {
        return columns.isPresent();
    }

    /** Writes a line of the results; who reads them may have gone. */
    synchronized void result(String line) throws IOException {
        erase();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Writes a line, or several, that are not results. */
    synchronized void note(String lines) {
        erase();
        err.println(lines);
    }

    /** Draws the progress line anew, cut to the width of the terminal; without a terminal it does nothing. */
    synchronized void progress(String line) {
        if (columns.isEmpty()) return;
        int most = Math.max(1, columns.get().getAsInt() - 1);
        err.print(ERASE + (line.length() > most ? line.substring(0, most) : line));
        err.flush();
        drawn = true;
    }

    synchronized void erase() {
        if (!drawn) return;
        err.print(ERASE);
        err.flush();
        drawn = false;
    }
}
