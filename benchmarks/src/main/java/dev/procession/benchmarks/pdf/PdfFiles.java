package dev.procession.benchmarks.pdf;

import dev.procession.benchmarks.SourceTree;
import dev.procession.benchmarks.UsageException;
import dev.procession.examples.demo.SamplePdfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that are read: real ones from {@code ../shared/corpus/pdf} beside the source tree, or from the folder
 * {@code pdf} in the one that the property {@code procession.corpus} names; else some that are made. Those that cannot be
 * read are left out.
 */
final class PdfFiles implements AutoCloseable {
    private static final int LEAST_FILES = 40;

    private List<String> found = List.of();
    private boolean real;
    private @Nullable SamplePdfs samples;

    /** The files, each as often as it takes to have enough of them. */
    List<String> list() throws IOException {
        if (found.isEmpty()) found = look();
        return found;
    }

    /** In words. */
    String about() throws IOException {
        int count = list().size();
        long distinct = list().stream().distinct().count();
        return count + " files a round, " + (real ? distinct + " real ones" : distinct + " that the benchmark makes")
                + (distinct < count ? " again and again" : "");
    }

    private List<String> look() throws IOException {
        Optional<Path> corpus = corpus();
        real = corpus.isPresent();
        Path folder = real ? corpus.get() : sampleFolder();
        List<String> good = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (isReadable(file)) good.add(file.toString());
            }
        }
        if (good.isEmpty()) throw new IllegalStateException("no PDF file in " + folder + " can be read");
        List<String> repeated = new ArrayList<>(good);
        while (repeated.size() < LEAST_FILES) repeated.addAll(good);
        return List.copyOf(repeated);
    }

    private Path sampleFolder() throws IOException {
        samples = SamplePdfs.create();
        return samples.folder();
    }

    private static boolean isReadable(Path file) {
        try {
            return file.toString().endsWith(".pdf")
                    && !PdfTask.text(file.toString()).isBlank();
        } catch (IOException | RuntimeException e) { // damaged or encrypted: not what is measured here
            return false;
        }
    }

    private static Optional<Path> corpus() {
        String named = System.getProperty("procession.corpus", "");
        try {
            Path corpus = named.isEmpty() ? SourceTree.root().resolve("../shared/corpus") : Path.of(named);
            return Optional.of(corpus.resolve("pdf").normalize()).filter(Files::isDirectory);
        } catch (UsageException e) { // not in a source tree
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        SamplePdfs made = samples;
        samples = null;
        if (made != null) made.close();
    }
}
