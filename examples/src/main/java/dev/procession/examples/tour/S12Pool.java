package dev.procession.examples.tour;

import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A pool of four runs ten tasks on four pids; then every way to ask it for work. */
public final class S12Pool {
    private static final int WORKERS = 4;
    private static final long LONG_MILLIS = 30_000;

    private S12Pool() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        try (var pool = ProcessPool.open(o -> o.withName("four").withWorkers(WORKERS))) {
            tenTasksOnFourPids(pool);
            one(pool);
            callbacks(pool);
            many(pool);
            waiting(pool);
        }
    }

    private static void tenTasksOnFourPids(ProcessPool pool) throws Exception {
        Path meeting = Files.createTempDirectory("procession-tour");
        try {
            var futures = new ArrayList<Future<Long>>();
            for (int i = 0; i < 10; i++) {
                futures.add(pool.submit(S12Pool::meet, meeting.toString()));
            }
            var pids = new TreeSet<Long>();
            for (Future<Long> future : futures) pids.add(future.get());
            Check.that(pids.size() == WORKERS, "ten tasks ran on four pids: " + pids);
        } finally {
            delete(meeting);
        }
    }

    /** Leaves its pid in a folder and waits until four have done so: no worker can do the work of all. */
    static long meet(String folder) throws IOException, InterruptedException {
        long pid = ProcessHandle.current().pid();
        Files.writeString(Path.of(folder, Long.toString(pid)), "");
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG_MILLIS);
        while (true) {
            try (Stream<Path> present = Files.list(Path.of(folder))) {
                if (present.count() >= WORKERS) return pid;
            }
            if (System.nanoTime() - deadline > 0) throw new IllegalStateException("four workers never met");
            Thread.sleep(10);
        }
    }

    private static void one(ProcessPool pool) throws Exception {
        Check.that(pool.run(() -> 6 * 7) == 42, "run (apply) waits for its result: 42");
        Future<Integer> future = pool.submit(() -> 6 * 7);
        Check.that(future.get() == 42, "submit (applyAsync) gives a future: 42");
    }

    private static void callbacks(ProcessPool pool) throws Exception {
        var heard = new CompletableFuture<Integer>();
        pool.submit(S12Pool::square, 5).thenAccept(heard::complete);
        Check.that(heard.get(LONG_MILLIS, TimeUnit.MILLISECONDS) == 25, "thenAccept is called with the result: 25");
        var trouble = new CompletableFuture<Throwable>();
        pool.submit(S12Pool::square, -5).exceptionally(e -> {
            trouble.complete(e);
            return 0;
        });
        Throwable said = trouble.get(LONG_MILLIS, TimeUnit.MILLISECONDS);
        Check.that(String.valueOf(said).contains("negative"), "exceptionally is called with the exception: " + said);
    }

    static int square(int number) {
        if (number < 0) throw new IllegalArgumentException(number + " is negative");
        return number * number;
    }

    private static void many(ProcessPool pool) throws Exception {
        List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
        List<Integer> squares = numbers.stream().map(S12Pool::square).toList();
        Check.that(pool.map(S12Pool::square, numbers).equals(squares), "map keeps the order: " + squares);
        var ordered = new ArrayList<Integer>();
        try (var outcomes = pool.outcomesInOrder(S12Pool::square, numbers)) {
            for (Outcome<Integer, Integer> outcome : outcomes) ordered.add(outcome.get());
        }
        Check.that(ordered.equals(squares), "outcomesInOrder (imap) too, one after the other");
        var unordered = new ArrayList<Integer>();
        int failed = 0;
        try (var outcomes = pool.outcomes(
                S12Pool::square, Stream.concat(numbers.stream(), Stream.of(-1)).toList())) {
            for (Outcome<Integer, Integer> outcome : outcomes) {
                if (outcome instanceof Done<Integer, Integer>(var _, var square, var _)) unordered.add(square);
                if (outcome instanceof Failed<Integer, Integer>(var input, var _, var _) && input == -1) failed++;
            }
        }
        unordered.sort(Comparator.naturalOrder());
        Check.that(
                unordered.equals(squares) && failed == 1,
                "outcomes (imapUnordered) gives all, in any order, and one bad input costs one input");
    }

    private static void waiting(ProcessPool pool) throws Exception {
        ProcessFuture<Long> slow = pool.submit(S12Pool::sleep, LONG_MILLIS);
        boolean timedOut = false;
        try {
            Long _ = slow.get(50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            timedOut = true;
        }
        Check.that(timedOut, "get with a timeout gives up after it");
        Check.that(!slow.isDone(), "isDone (ready) is false while the task runs");
        Check.that(slow.state() == Future.State.RUNNING, "state is RUNNING");
        slow.cancel(true);
        Check.that(slow.isCancelled(), "cancel(true) ends it");
        Future<Integer> good = pool.submit(S12Pool::square, 3);
        Check.that(good.get() == 9 && good.isDone(), "isDone is true after get");
        Check.that(good.state() == Future.State.SUCCESS, "state tells success (successful)");
        ProcessFuture<Integer> bad = pool.submit(S12Pool::square, -3);
        Check.that(bad.outcome() instanceof Failed<Object, Integer>, "outcome waits and does not throw");
        Check.that(bad.state() == Future.State.FAILED, "state tells failure");
    }

    static long sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return millis;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}
