package dev.procession.examples;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** Reads PDF files: work that is worth a process of its own. */
public final class Pdf {

    private Pdf() {}

    /**
     * What is read from a file.
     *
     * @param pages the number of pages
     * @param text the text of all pages
     */
    public record Facts(int pages, String text) implements Serializable {}

    /**
     * Returns the text of all pages.
     *
     * @param file the file
     * @return the text
     * @throws IOException if it cannot be read, is damaged or encrypted
     */
    public static String text(Path file) throws IOException {
        return facts(file).text();
    }

    /**
     * Returns the number of pages.
     *
     * @param file the file
     * @return the number
     * @throws IOException if it cannot be read, is damaged or encrypted
     */
    public static int pages(Path file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            return document.getNumberOfPages();
        }
    }

    /**
     * Returns text and number of pages.
     *
     * @param file the file
     * @return both
     * @throws IOException if it cannot be read, is damaged or encrypted
     */
    public static Facts facts(Path file) throws IOException {
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            return new Facts(document.getNumberOfPages(), new PDFTextStripper().getText(document));
        }
    }
}
