package dev.procession.contract;

import static dev.procession.contract.Pools.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.TaskContext;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How pools and tasks end when somebody asks for it, and what options they take. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class PoolLifeTest {
    private static final int CONTINUE = 18;

    // ---- cancellation

    /** cancel(true) of a task that gives way keeps the worker; the future is cancelled at once. */
    @Test
    void cancelInterruptsARunningTask() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withGrace(Delays.LONG))) {
            Begun begun = Begun.create();
            ProcessFuture<Integer> future = pool.submit(() -> Hostile.sleep(begun));
            long pid = begun.awaitPid();
            assertThat(future.cancel(true)).isTrue();
            assertThat(future.isDone()).isTrue();
            assertThat(future.isCancelled()).isTrue();
            assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
            assertThat(pool.run(Pools::pid)).as("the worker is kept").isEqualTo(pid);
            assertThat(future.cancel(true)).as("a second time").isFalse();
        }
    }

    /** cancel(false) leaves a running task alone and withdraws one that waits. */
    @Test
    void cancelWithoutInterruptWithdrawsOnlyWhatWaits() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withGrace(Delays.LONG))) {
            Begun begun = Begun.create();
            ProcessFuture<Integer> running = pool.submit(() -> Hostile.sleep(begun));
            begun.awaitPid();
            ProcessFuture<Integer> waiting = pool.submit(() -> 1);
            ProcessFuture<Integer> after = pool.submit(() -> 2);
            assertThat(running.cancel(false)).isFalse();
            assertThat(running.isDone()).isFalse();
            assertThat(waiting.cancel(false)).isTrue();
            assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
            assertThat(running.cancel(true)).isTrue();
            assertThat(after.get(20, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    /** A task that has ended cannot be cancelled, and keeps its value. */
    @Test
    void cancelComesTooLate() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1))) {
            ProcessFuture<Integer> future = pool.submit(() -> 5);
            assertThat(future.get()).isEqualTo(5);
            assertThat(future.cancel(true)).isFalse();
            assertThat(future.isCancelled()).isFalse();
            assertThat(future.get()).isEqualTo(5);
        }
    }

    // ---- the end of the pool

    /** close() waits for what was accepted, and refuses what comes later. */
    @Test
    void closeWaitsForWhatWasAccepted() throws Exception {
        List<ProcessFuture<Integer>> futures = new ArrayList<>();
        ProcessPool pool = ProcessPool.open(o -> o.withWorkers(2));
        for (int i = 0; i < 50; i++) {
            int input = i;
            futures.add(pool.submit(() -> input));
        }
        pool.close();
        assertThat(pool.isTerminated()).isTrue();
        for (int i = 0; i < 50; i++) {
            assertThat(futures.get(i).isDone()).isTrue();
            assertThat(futures.get(i).get()).isEqualTo(i);
        }
        assertThatThrownBy(() -> pool.submit(() -> 1))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("shut down");
        pool.close();
    }

    /** close(Duration) ends what has not ended in time; every future is complete when it returns. */
    @Test
    void closeWithALimitCompletesEveryFuture() throws Exception {
        assertEveryFutureCompletes(pool -> pool.close(Delays.BLINK));
    }

    /** shutdownNow() does the same at once. */
    @Test
    void shutdownNowCompletesEveryFuture() throws Exception {
        assertEveryFutureCompletes(pool -> assertThat(pool.shutdownNow()).isEmpty());
    }

    private interface Ending {
        void end(ProcessPool pool);
    }

    private static void assertEveryFutureCompletes(Ending ending) throws Exception {
        try (ProcessPool pool = ProcessPool.open(o -> o.withWorkers(1))) {
            Begun begun = Begun.create();
            ProcessFuture<Integer> running = pool.submit(() -> Hostile.spin(begun));
            ProcessFuture<Integer> waiting = pool.submit(() -> 1);
            long pid = begun.awaitPid();
            ending.end(pool);
            assertThat(pool.isTerminated()).isTrue();
            assertThat(running.isDone()).isTrue();
            assertThat(waiting.isDone()).isTrue();
            cause(running, LossCause.PoolClosed.class);
            cause(waiting, LossCause.PoolClosed.class);
            assertThat(Processes.isRunning(pid)).isFalse();
        }
    }

    /** An interrupt of close() ends the rest, and stays set. */
    @Test
    void interruptOfCloseEndsTheRest() throws Exception {
        Begun begun = Begun.create();
        ProcessPool pool = ProcessPool.open(o -> o.withWorkers(1));
        ProcessFuture<Integer> running = pool.submit(() -> Hostile.spin(begun));
        begun.awaitPid();
        Thread.currentThread().interrupt();
        pool.close();
        assertThat(Thread.interrupted()).isTrue();
        cause(running, LossCause.PoolClosed.class);
    }

    // ---- retries

    /** A lost task is tried again, and its outcome is that of the attempt that decided. */
    @Test
    void lostTaskIsTriedAgain() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withRetries(2))) {
            ProcessFuture<Integer> future = pool.submit(() -> {
                if (TaskContext.current().attempt() < 3) Runtime.getRuntime().halt(9);
                return TaskContext.current().attempt();
            });
            Outcome<Object, Integer> outcome = Pools.outcome(future);
            assertThat(outcome).isInstanceOf(Done.class);
            assertThat(outcome.get()).isEqualTo(3);
            assertThat(outcome.info().attempt()).isEqualTo(3);
        }
    }

    /** When the attempts are used up, the last loss is told with its number; a failure is not tried again. */
    @Test
    void attemptsEnd() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withRetries(1))) {
            Outcome<Object, Integer> outcome = Pools.outcome(pool.submit(Hostile::haltNine));
            assertThat(outcome).isInstanceOf(Lost.class);
            assertThat(((Lost<?, ?>) outcome).certificate().attempt()).isEqualTo(2);
            assertThat(((Lost<?, ?>) outcome).certificate().report()).contains("attempt 2 of 2");
            assertThatThrownBy(() -> pool.submit(() -> {
                                throw new IllegalStateException(
                                        "attempt " + TaskContext.current().attempt());
                            })
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("attempt 1");
        }
    }

    // ---- output

    /** Lines of two workers that flood their output are never torn, and come with the name and pid of their worker. */
    @Test
    void linesAreNeverTorn() throws Exception {
        int lines = 5_000;
        var seen = new ConcurrentLinkedQueue<String>();
        var names = ConcurrentHashMap.<String>newKeySet();
        Output taking = Output.lines((child, pid, error, line) -> {
            seen.add(line);
            names.add(child);
        });
        String filler = "x".repeat(100);
        try (var pool = ProcessPool.open(o -> o.withName("flood").withWorkers(2).withOutput(taking))) {
            Begun first = Begun.create();
            Begun second = Begun.create();
            ProcessFuture<Boolean> a = pool.submit(() -> flood(first, "a", lines, filler));
            ProcessFuture<Boolean> b = pool.submit(() -> flood(second, "b", lines, filler));
            assertThat(first.awaitPid()).isNotEqualTo(second.awaitPid());
            assertThat(a.get()).isTrue();
            assertThat(b.get()).isTrue();
        }
        assertThat(names).containsExactlyInAnyOrder("flood-1", "flood-2");
        for (String who : List.of("a", "b")) {
            List<String> own =
                    seen.stream().filter(line -> line.startsWith(who + " ")).toList();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < lines; i++) expected.add(who + " " + i + " " + filler);
            assertThat(own).isEqualTo(expected);
        }
        assertThat(seen).hasSize(2 * lines);
    }

    private static boolean flood(Begun begun, String who, int lines, String filler) throws Exception {
        begun.say();
        for (int i = 0; i < lines; i++) System.out.println(who + " " + i + " " + filler);
        return !System.out.checkError();
    }

    // ---- options

    /** Options that make no sense are refused, each with its name. */
    @Test
    void optionsAreChecked() {
        assertRefused(o -> o.withWorkers(0), "workers");
        assertRefused(o -> o.withWorkers(513), "workers");
        assertRefused(o -> o.withName("no spaces"), "name");
        assertRefused(o -> o.withTaskTimeout(Duration.ZERO), "taskTimeout");
        assertRefused(o -> o.withStallTimeout(Duration.ofSeconds(-1)), "stallTimeout");
        assertRefused(
                o -> o.withTaskTimeout(Duration.ofSeconds(1)).withStallTimeout(Duration.ofSeconds(2)), "stallTimeout");
        assertRefused(o -> o.withGrace(Duration.ofMillis(-1)), "grace");
        assertRefused(o -> o.withRetries(-1), "retries");
        assertRefused(o -> o.withRetries(101), "retries");
        assertRefused(o -> o.withMemoryLimit(1), "memoryLimit");
        assertRefused(o -> o.withMaxResultBytes(0), "maxResultBytes");
        assertRefused(o -> o.withMaxHeap("plenty"), "maxHeap");
        assertRefused(o -> o.withJvmFlags("Xmx1g"), "flag");
        assertRefused(o -> o.withChild(c -> c.withStartTimeout(Duration.ZERO)), "startTimeout");
        assertRefused(o -> o.withChild(c -> c.withEnvironment("A=B", "c")), "environment");
    }

    private interface Choice {
        PoolOptions of(PoolOptions options);
    }

    private static void assertRefused(Choice choice, String name) {
        assertThatThrownBy(() -> ProcessPool.open(choice::of).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    /** Directory, properties, environment and flags reach the worker. */
    @Test
    void childOptionsReachTheWorker() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1)
                .withMaxHeap("48m")
                .withJvmFlags("-Dflag=given")
                .withChild(c -> c.withSystemProperty("some.property", "its value with spaces")
                        .withEnvironment("SOME_VARIABLE", "set")
                        .withDirectory(java.nio.file.Path.of("/"))))) {
            assertThat(pool.run(() -> System.getProperty("some.property"))).isEqualTo("its value with spaces");
            assertThat(pool.run(() -> System.getProperty("flag"))).isEqualTo("given");
            assertThat(pool.run(() -> System.getProperty("user.dir"))).isEqualTo("/");
            assertThat(pool.run(() -> System.getenv("SOME_VARIABLE"))).isEqualTo("set");
            assertThat(pool.run(() -> Runtime.getRuntime().maxMemory())).isLessThanOrEqualTo(48L << 20);
        }
    }

    /** A cancelled task may be the last one that a closing pool waits for; its worker must then see that it is through. */
    @Test
    void cancelOfTheLastTaskEndsAClosingPool() throws Exception {
        ProcessPool pool = ProcessPool.open(o -> o.withWorkers(1).withName("last"));
        try {
            pool.run(() -> 1);
            long worker = pool.workers().getFirst().pid();
            Processes.stop(worker);
            ProcessFuture<Integer> last = pool.submit(() -> 2);
            pool.shutdown();
            assertThat(last.cancel(false)).isTrue();
            Processes.signal(worker, CONTINUE);
            assertThat(pool.awaitTermination(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Inputs whose toString locks, fails or hangs on the pool's own threads cannot wedge it. */
    @Test
    void inputThatHoldsItselfIsNamedWithoutHarm() throws Exception {
        List<Object> outer = new ArrayList<>();
        List<Object> inner = new ArrayList<>(List.of(outer));
        outer.add(inner);
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("cyclic"))) {
            ProcessFuture<Integer> lost = pool.submit(PoolLifeTest::haltOn, outer);
            assertThat(Pools.certificate(lost).task()).contains("StackOverflowError");
        }
    }

    private static Integer haltOn(List<Object> input) {
        Runtime.getRuntime().halt(input.size());
        return 0;
    }
}
