package dev.procession.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** A dozen PDF files, the last of them torn in half, in a folder that goes when it is closed. */
public final class SamplePdfs implements AutoCloseable {
    private static final int FILES = 12;
    private static final int LINES = 40;

    private final Path folder;

    private SamplePdfs(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes them in a new folder.
     *
     * @return the files
     * @throws IOException if they cannot be written
     */
    public static SamplePdfs create() throws IOException {
        var samples = new SamplePdfs(Files.createTempDirectory("procession-demo"));
        try {
            for (int i = 1; i < FILES; i++) samples.write("sample-%02d.pdf".formatted(i), i);
            Path torn = samples.write("torn.pdf", 1);
            byte[] bytes = Files.readAllBytes(torn);
            Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length / 8));
            return samples;
        } catch (IOException e) {
            samples.close();
            throw e;
        }
    }

    /**
     * Returns where they are.
     *
     * @return the folder
     */
    public Path folder() {
        return folder;
    }

    private Path write(String name, int pages) throws IOException {
        Path file = folder.resolve(name);
        try (var document = new PDDocument()) {
            for (int page = 1; page <= pages; page++) {
                var sheet = new PDPage();
                document.addPage(sheet);
                try (var content = new PDPageContentStream(document, sheet)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 11);
                    content.setLeading(16);
                    content.newLineAtOffset(60, 730);
                    for (int line = 1; line <= LINES; line++) {
                        content.showText(name + ", page " + page + ", line " + line + ": one bad file costs one file");
                        content.newLine();
                    }
                    content.endText();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}
