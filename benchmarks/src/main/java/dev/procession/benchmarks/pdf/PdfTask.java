package dev.procession.benchmarks.pdf;

import dev.procession.examples.Pdf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is done with a file, in a worker or in a thread. */
final class PdfTask {
    /** Odd files make it talkative, and printing is not what is measured. Held here, since loggers are forgotten otherwise. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.apache.pdfbox"), Logger.getLogger("org.apache.fontbox"));

    static {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private PdfTask() {}

    static String text(String file) throws IOException {
        return Pdf.text(Path.of(file));
    }
}
