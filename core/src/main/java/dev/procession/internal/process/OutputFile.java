package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.internal.watch.LibraryLog;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that the two streams of a child are written to, a whole line at a time. Used by the output pump's thread. */
final class OutputFile {
    private final Path path;
    private final OutputStream stream;
    private int users = 2;
    private boolean failed;

    private OutputFile(Path path, OutputStream stream) {
        this.path = path;
        this.stream = stream;
    }

    static OutputFile open(String child, Path path) {
        try {
            return new OutputFile(
                    path, Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new StartException(
                    "child '" + child + "' could not be started: its output cannot be written to " + path + ": " + e
                            + "\n  effect:  nothing of it is left"
                            + "\n  remedy:  withOutput(Output.file(path)) wants a folder that is there and writable",
                    e);
        }
    }

    /** One write for a line, so that lines of several children in one file stay whole. */
    void write(byte[] line) {
        if (failed) return;
        try {
            stream.write(line);
        } catch (IOException e) {
            failed = true;
            LibraryLog.log(Level.ERROR, "output for " + path + " is lost from here on", e);
        }
    }

    /** One of the two streams has ended. */
    void release() {
        if (--users == 0) close();
    }

    void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // every line was written as it came
        }
    }
}
