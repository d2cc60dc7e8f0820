package dev.procession.benchmarks.pdf;

import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.pool.ProcessPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A pool that is opened in the first round and kept. */
final class PdfRival implements Rival {
    private static final int WORKERS = 2;

    /** Which one. */
    enum Kind {
        PROCESSION(OURS, "Procession", "`ProcessPool` of two workers, default options; "),
        THREADS("threads", "threads in the JVM", "`Executors.newFixedThreadPool(2)`; ");

        private final String id;
        private final String title;
        private final String about;

        Kind(String id, String title, String about) {
            this.id = id;
            this.title = title;
            this.about = about;
        }

        String id() {
            return id;
        }
    }

    private final Kind kind;
    private final PdfFiles files;
    private @Nullable Reader reader;

    PdfRival(Kind kind, PdfFiles files) {
        this.kind = kind;
        this.files = files;
    }

    @Override
    public String id() {
        return kind.id;
    }

    @Override
    public String title() {
        return kind.title;
    }

    @Override
    public String about() throws Exception {
        return kind.about + files.about();
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean keepsProcesses() {
        return true;
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        Reader open = reader;
        if (open == null) {
            open = kind == Kind.PROCESSION ? new Processes() : new Threads();
            reader = open;
        }
        List<String> names = files.list();
        long start = System.nanoTime();
        List<String> texts = open.read(names);
        long nanos = System.nanoTime() - start;
        if (texts.size() != names.size() || texts.stream().anyMatch(String::isBlank)) {
            throw new IllegalStateException("a text is missing");
        }
        recorder.add(PdfBenchmark.FILES.id(), names.size() * 1e9 / nanos);
    }

    @Override
    public void close() throws IOException {
        if (reader != null) reader.close();
        files.close();
    }

    /** Reads files, several at once. */
    private interface Reader extends AutoCloseable {
        List<String> read(List<String> files) throws Exception;

        @Override
        void close();
    }

    private static final class Processes implements Reader {
        private final ProcessPool pool = ProcessPool.open(o -> o.withWorkers(WORKERS));

        @Override
        public List<String> read(List<String> files) throws InterruptedException {
            return pool.map(PdfTask::text, files);
        }

        @Override
        public void close() {
            pool.close(Duration.ofSeconds(1));
        }
    }

    private static final class Threads implements Reader {
        private final ExecutorService executor = Executors.newFixedThreadPool(WORKERS);

        @Override
        public List<String> read(List<String> files) throws Exception {
            List<Callable<String>> tasks = new ArrayList<>();
            for (String file : files) tasks.add(() -> PdfTask.text(file));
            List<String> texts = new ArrayList<>();
            for (Future<String> future : executor.invokeAll(tasks)) texts.add(future.get());
            return texts;
        }

        @Override
        public void close() {
            executor.close();
        }
    }
}
