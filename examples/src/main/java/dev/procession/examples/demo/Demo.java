package dev.procession.examples.demo;

import dev.procession.RemoteFunction;
import dev.procession.examples.Pdf;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads PDF files in worker processes, mixed with tasks that crash, hang, exit, and worse, and checks that each ends as
 * documented, that the good files do not notice, and that nothing is left.
 */
public final class Demo {
    /** Damaged files make it talkative. Held here, since loggers are forgotten otherwise. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.apache.pdfbox"), Logger.getLogger("org.apache.fontbox"));

    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(20);
    private static final String MAX_HEAP = "256m";

    private final Reference reference;
    private final int workers;
    private final AtomicLong floodLines = new AtomicLong();
    private final Rows rows = new Rows();

    private Demo(Reference reference, int workers) {
        this.reference = reference;
        this.workers = workers;
    }

    /**
     * Runs the demonstration and ends the JVM with its status.
     *
     * @param args as for {@link #run}
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs the demonstration.
     *
     * @param args a folder of PDF files, or an empty word for a dozen that are made; {@code --rename} to run the
     *     hostile tasks under harmless names as well
     * @return 0 if everything ended as documented, 1 if not, 2 if the folder is wrong
     */
    public static int run(String... args) {
        LOGGERS.forEach(l -> l.setLevel(Level.OFF));
        boolean rename = List.of(args).contains("--rename");
        String folder = List.of(args).stream()
                .filter(a -> !a.startsWith("--"))
                .findFirst()
                .orElse("");
        try {
            if (!folder.isEmpty()) return inFolder(Path.of(folder), rename);
            try (var samples = SamplePdfs.create()) {
                return inFolder(samples.folder(), rename);
            }
        } catch (IOException e) {
            System.err.println("procession: the demo could not read or write its files (" + e + ")");
            return 1;
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            System.err.println("procession: the demo itself failed");
            e.printStackTrace();
            return 1;
        }
    }

    private static int inFolder(Path folder, boolean rename) throws Exception {
        if (!Files.isDirectory(folder)) {
            System.err.println("procession: '" + folder + "' is not a folder; name one with PDF files");
            return 2;
        }
        Reference reference = Reference.read(folder);
        if (reference.good().isEmpty()) {
            System.err.println("procession: folder '" + folder + "' has no PDF file that can be read; name another");
            return 2;
        }
        var demo = new Demo(reference, Math.max(2, Runtime.getRuntime().availableProcessors()));
        System.out.println("reading " + reference.all().size() + " files of " + folder + ", mixed with "
                + HostileTask.values().length + " hostile tasks, on " + demo.workers + " workers with a heap of "
                + MAX_HEAP
                + " and " + TASK_TIMEOUT.toSeconds() + " s for a task");
        return demo.play(rename) ? 0 : 1;
    }

    private boolean play(boolean rename) throws Exception {
        Map<HostileTask, Outcome<Object, Object>> outcomes = mixed(false);
        if (rename) compare(outcomes, mixed(true));
        System.out.println(rows);
        if (outcomes.get(HostileTask.CRASHES) instanceof Lost<Object, Object>(var _, var certificate, var _)) {
            System.out.println("one certificate in full:\n" + certificate.report() + "\n");
        }
        System.out.println(new Throughput(List.copyOf(reference.good().keySet()), workers).measure(options()) + "\n");
        Leftovers leftovers = Leftovers.look();
        System.out.println(leftovers);
        boolean held = rows.held() == rows.size();
        System.out.println((held ? "all " : "ONLY ") + rows.held() + " of " + rows.size() + " ended as documented");
        return held && leftovers.isNone();
    }

    private PoolOptions options() {
        return PoolOptions.DEFAULTS
                .withName("demo")
                .withWorkers(workers)
                .withTaskTimeout(TASK_TIMEOUT)
                .withMaxHeap(MAX_HEAP);
    }

    /** Runs files and hostile tasks mixed in one pool, adds a row for each, and returns the hostile ones. */
    private Map<HostileTask, Outcome<Object, Object>> mixed(boolean renamed) throws InterruptedException {
        var outcomes = new EnumMap<HostileTask, Outcome<Object, Object>>(HostileTask.class);
        floodLines.set(0);
        try (var pool = ProcessPool.open(_ -> options().withOutput(Output.lines(this::line)))) {
            List<Path> files = reference.all();
            HostileTask[] tasks = HostileTask.values();
            var hostile = new EnumMap<HostileTask, ProcessFuture<Object>>(HostileTask.class);
            var readings = new ArrayList<ProcessFuture<Object>>();
            RemoteFunction<String, Object> read = Demo::read;
            for (int i = 0; i < files.size() || hostile.size() < tasks.length; i++) {
                if (i < files.size())
                    readings.add(pool.submit(read, files.get(i).toString()));
                // Spread evenly, or all the rest once the files have run out.
                while (hostile.size() < tasks.length
                        && hostile.size() * Math.max(1, files.size()) <= i * tasks.length) {
                    HostileTask task = tasks[hostile.size()];
                    hostile.put(task, pool.submit(task.function(renamed), "task-" + hostile.size()));
                }
            }
            for (int i = 0; i < files.size(); i++) {
                Outcome<Object, Object> outcome = readings.get(i).outcome();
                Path file = files.get(i);
                rows.add(
                        String.valueOf(file.getFileName()),
                        reference.expected(file),
                        outcome,
                        reference.isExpected(file, outcome));
            }
            for (var entry : hostile.entrySet())
                outcomes.put(entry.getKey(), entry.getValue().outcome());
        }
        outcomes.forEach((task, outcome) -> rows.add(task.words(), task.expected(), outcome, task.isExpected(outcome)));
        rows.add(
                "the output of that",
                Bodies.LINES + " lines",
                floodLines.get() + " lines",
                floodLines.get() == Bodies.LINES);
        return outcomes;
    }

    /** The good task: runs in a worker. */
    static Pdf.Facts read(String file) throws IOException {
        return Pdf.facts(Path.of(file));
    }

    private void compare(
            Map<HostileTask, Outcome<Object, Object>> hostile, Map<HostileTask, Outcome<Object, Object>> renamed) {
        hostile.forEach((task, outcome) -> {
            String expected = Wording.cause(outcome);
            Outcome<Object, Object> other = renamed.get(task);
            String got = other == null ? "nothing" : Wording.cause(other);
            rows.add(task.words() + ", renamed", "the same cause", got, got.equals(expected));
        });
    }

    /** Takes a line of a worker: counts the flood, and grants the wish to be killed, as somebody outside would. */
    private void line(String child, long pid, boolean error, String line) {
        if (line.startsWith("line ")) floodLines.incrementAndGet();
        if (!line.equals(Bodies.READY)) return;
        try {
            new ProcessBuilder("kill", "-9", Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("procession: 'kill' cannot be run (" + e + "), so its row will be wrong");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
