package dev.procession.benchmarks.limits;

import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A thread of this JVM: its caller can give up, but the task goes on, and the thread is lost to the others. */
final class ThreadLimits implements Rival {
    private static final int NEVER_SECONDS = 2;

    @Override
    public String id() {
        return "threads";
    }

    @Override
    public String title() {
        return "thread of this JVM";
    }

    @Override
    public String about() {
        return "`Executors.newFixedThreadPool(1)`, `get` with a limit, then `cancel(true)`; told is when the thread can be"
                + " used again";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public void round(Recorder recorder) {}

    /** Once: if the answer is never, that takes the whole bound. */
    @Override
    public void afterwards(Recorder recorder) throws Exception {
        hang(LimitsBenchmark.JAVA, Hang::inJava, recorder);
        hang(LimitsBenchmark.NATIVE, Hang::inNativeCode, recorder);
    }

    private static void hang(Row row, Callable<Integer> task, Recorder recorder) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(1);
        try {
            long start = System.nanoTime();
            Future<Integer> future = executor.submit(task);
            try {
                int result = future.get(LimitsBenchmark.LIMIT_MILLIS, TimeUnit.MILLISECONDS);
                throw new IllegalStateException("a task that hangs gave " + result);
            } catch (TimeoutException e) {
                future.cancel(true);
            }
            int _ = executor.submit(() -> Hang.addOne(1)).get(NEVER_SECONDS, TimeUnit.SECONDS);
            recorder.add(row.id(), (System.nanoTime() - start) / 1e6 - LimitsBenchmark.LIMIT_MILLIS);
        } catch (TimeoutException e) {
            recorder.instead(row.id(), "never (" + NEVER_SECONDS + " s)");
            recorder.instead(LimitsBenchmark.REPLACEMENT.id(), "never (" + NEVER_SECONDS + " s)");
        } finally {
            Hang.release(true);
            executor.close();
            Hang.release(false);
        }
    }
}
