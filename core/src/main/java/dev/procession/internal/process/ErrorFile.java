package dev.procession.internal.process;

import dev.procession.LossCause;
import dev.procession.internal.watch.LibraryLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The error file that a crashing JVM writes into the domain. It is read for the signal and the frame that it blames, and
 * moved to where it outlives the domain; of those kept there, the newest {@link #KEPT} stay.
 */
final class ErrorFile {
    private static final int KEPT = 32;
    private static final int LINES = 200;

    private ErrorFile() {}

    static Path in(Path folder, int pid) {
        return folder.resolve("hs_err-" + pid + ".log");
    }

    /** The crash that the file tells of; empty if there is none. */
    static Optional<LossCause.NativeCrash> take(Path file, Path crashDirectory) {
        if (!Files.exists(file)) return Optional.empty();
        String signal = "unknown signal";
        String frame = "frame not named";
        try (BufferedReader reader = new BufferedReader(Files.newBufferedReader(file, StandardCharsets.ISO_8859_1))) {
            int number = 0;
            for (String line = reader.readLine(); line != null && number < LINES; line = reader.readLine(), number++) {
                String text = line.startsWith("#") ? line.substring(1).strip() : "";
                if (text.startsWith("SIG") || text.startsWith("Internal Error")) signal = firstWords(text);
                if (text.startsWith("Problematic frame:")) {
                    String next = reader.readLine();
                    if (next != null && next.startsWith("#"))
                        frame = next.substring(1).strip();
                }
            }
        } catch (IOException e) {
            frame = "the error file could not be read: " + e.getMessage();
        }
        return Optional.of(new LossCause.NativeCrash(signal, frame, keep(file, crashDirectory)));
    }

    /** "SIGSEGV (0xb) at pc=..." is the signal; an internal error of the JVM keeps its place. */
    private static String firstWords(String text) {
        int end = text.indexOf(' ');
        return text.startsWith("SIG") && end > 0 ? text.substring(0, end) : text;
    }

    private static Path keep(Path file, Path directory) {
        try {
            PrivateFolder.ensure(directory);
            Path kept = directory.resolve(file.getFileName());
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            prune(directory);
            return kept;
        } catch (IOException e) {
            LibraryLog.log(Level.WARNING, "the error file " + file + " could not be kept in " + directory, e);
            return file;
        }
    }

    private static void prune(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "hs_err-*.log")) {
            stream.forEach(files::add);
        }
        if (files.size() <= KEPT) return;
        files.sort(
                Comparator.comparingLong((Path f) -> f.toFile().lastModified()).reversed());
        for (Path old : files.subList(KEPT, files.size())) Files.deleteIfExists(old);
    }
}
