package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;
import dev.procession.TaskFailedException;
import dev.procession.TaskLostException;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.TaskContext;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a pool promises while nobody dies: results, their order, what travels and what is refused. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class PoolTest {
    private static ProcessPool pool;

    @BeforeAll
    static void openPool() {
        pool = ProcessPool.open(o -> o.withName("contract").withWorkers(2));
    }

    @AfterAll
    static void closePool() {
        pool.close(Delays.SHORT); // what a failed test left running does not hold up the rest
    }

    // ---- results

    /** Results stand in the order of the inputs, however long each takes; tasks run in other processes. */
    @Test
    void mapKeepsTheOrder() throws Exception {
        List<Integer> inputs = IntStream.range(0, 500).boxed().toList();
        List<Integer> results = pool.map(
                x -> {
                    if (x % 97 == 0) Thread.sleep(20); // so that later inputs overtake
                    return x * x;
                },
                inputs);
        assertThat(results).isEqualTo(inputs.stream().map(x -> x * x).toList());
        assertThat(pool.run(Pools::pid)).isNotEqualTo(Pools.pid());
    }

    /** Nothing in, nothing out. */
    @Test
    void mapOfNothingIsEmpty() throws Exception {
        assertThat(pool.map(x -> x, List.of())).isEmpty();
    }

    /** Null is an input and a result like any other. */
    @Test
    @SuppressWarnings("NullAway") // it does not know yet that a lambda's result may be null by its type
    void nullTravels() throws Exception {
        RemoteFunction<@Nullable String, @Nullable String> turn = s -> s == null ? "null came" : null;
        List<@Nullable String> inputs = Arrays.asList("a", null, "b");
        List<@Nullable String> expected = Arrays.asList(null, "null came", null);
        assertThat(pool.map(turn, inputs)).isEqualTo(expected);
        assertThat(pool.submit(() -> null).get()).isNull();
    }

    /** The first failure ends a map, with what the function threw as the cause. */
    @Test
    void mapFailsWithWhatTheFunctionThrew() {
        assertThatThrownBy(() -> pool.map(PoolTest::oddOnly, List.of(1, 2, 3)))
                .isInstanceOf(TaskFailedException.class)
                .hasRootCauseMessage("2 is even");
    }

    private static int oddOnly(int x) {
        if (x % 2 == 0) throw new IllegalArgumentException(x + " is even");
        return x;
    }

    /** run() gives the value, or throws what became of the task. */
    @Test
    void runGivesTheValueOrThrows() throws Exception {
        assertThat(pool.run(() -> "here")).isEqualTo("here");
        assertThatThrownBy(() -> pool.run(() -> oddOnly(4)))
                .isInstanceOf(TaskFailedException.class)
                .hasCauseExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool.run(Hostile::haltNine)).isInstanceOf(TaskLostException.class);
    }

    /** A result that is not there yet times out; the task goes on. */
    @Test
    void getTimesOutAndTheTaskGoesOn() throws Exception {
        Begun begun = Begun.create();
        ProcessFuture<Integer> future = pool.submit(() -> Hostile.sleep(begun));
        begun.awaitPid();
        assertThatThrownBy(() -> future.get(Delays.BLINK.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        assertThat(future.isDone()).isFalse();
        assertThat(future.cancel(true)).isTrue();
    }

    // ---- what travels

    /** A lambda that is not serialisable is refused in the caller, with the advice that helps. */
    @Test
    void lambdaThroughExecutorServiceIsRefusedWithAdvice() {
        ExecutorService plain = pool;
        Callable<Integer> task = () -> 1;
        assertThatThrownBy(() -> plain.submit(task))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("Declare the variable as ProcessPool");
    }

    /** Serialisable callables work through an ExecutorService. */
    @Test
    void invokeAllWorksWithSerialisableCallables() throws Exception {
        ExecutorService plain = pool;
        List<RemoteCallable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int input = i;
            tasks.add(() -> input * 2);
        }
        List<Integer> results = new ArrayList<>();
        for (Future<Integer> future : plain.invokeAll(tasks)) results.add(future.get());
        assertThat(results).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
        assertThat(plain.invokeAny(tasks)).isBetween(0, 18);
    }

    /** A capture that cannot travel is refused in the caller, with the path of fields to it. */
    @Test
    void captureThatCannotTravelNamesThePath() {
        Hostile.Box box = new Hostile.Box(new Hostile.Box(new Object()));
        assertThatThrownBy(() -> pool.submit(() -> box.lid()))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("lid")
                .hasMessageContaining("java.lang.Object");
    }

    /** What was captured is copied at submission: later changes are not seen. */
    @Test
    void capturesAreCopiedAtSubmission() throws Exception {
        int[] cell = {1};
        ProcessFuture<Integer> future = pool.submit(() -> cell[0]);
        cell[0] = 2;
        assertThat(future.get()).isEqualTo(1);
    }

    /** Large arguments and results pass each other without a deadlock, though each is larger than a ring. */
    @Test
    void largeMessagesBothWaysAtOnce() throws Exception {
        List<byte[]> inputs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] bytes = new byte[4 << 20];
            Arrays.fill(bytes, (byte) i);
            inputs.add(bytes);
        }
        List<byte[]> results = pool.map(
                bytes -> {
                    byte[] copy = bytes.clone();
                    copy[copy.length - 1] = 100;
                    return copy;
                },
                inputs);
        for (int i = 0; i < inputs.size(); i++) {
            byte[] expected = inputs.get(i).clone();
            expected[expected.length - 1] = 100;
            assertThat(Arrays.equals(results.get(i), expected))
                    .as("result " + i)
                    .isTrue();
        }
    }

    /** A result larger than allowed fails its own task only. */
    @Test
    void resultThatIsTooLargeFailsItsTask() throws Exception {
        try (var small = ProcessPool.open(o -> o.withWorkers(1).withMaxResultBytes(5000))) {
            assertThat(Pools.failure(small.submit(() -> new byte[50_000]))).hasMessageContaining("takes 5000");
            Pools.assertHealed(small);
        }
    }

    // ---- futures and callers

    /** Dependent stages see the value, or what was thrown. */
    @Test
    void stagesFollow() throws Exception {
        assertThat(pool.submit(() -> 6)
                        .thenApply(x -> x * 7)
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .isEqualTo(42);
        var seen = new AtomicReference<@Nullable Throwable>();
        var last = pool.submit(() -> oddOnly(2)).whenComplete((value, failure) -> seen.set(failure));
        assertThatThrownBy(() -> last.toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("2 is even");
        assertThat(seen.get()).hasRootCauseMessage("2 is even");
    }

    /** Callers on virtual threads get their results, more of them at once than there are carriers. */
    @Test
    void virtualThreadsMayWait() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int input = i;
                answers.add(callers.submit(() -> pool.run(() -> input + 1)));
            }
            for (int i = 0; i < answers.size(); i++)
                assertThat(answers.get(i).get()).isEqualTo(i + 1);
        }
    }

    /** An interrupted caller of run() gets out, and its task is cancelled. */
    @Test
    void interruptedCallerGetsOut() throws Exception {
        Begun begun = Begun.create();
        var thrown = new AtomicReference<@Nullable Throwable>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                pool.run(() -> Hostile.sleep(begun));
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        begun.awaitPid();
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(pool.map(x -> x, List.of(1, 2, 3, 4)))
                .as("both workers are free")
                .hasSize(4);
    }

    /** An interrupted map cancels the rest. */
    @Test
    void interruptedMapGetsOut() throws Exception {
        Begun begun = Begun.create();
        var thrown = new AtomicReference<@Nullable Throwable>();
        Thread caller = Thread.ofPlatform().start(() -> {
            try {
                pool.map(x -> Hostile.sleep(begun), Collections.nCopies(1, 1));
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        begun.awaitPid();
        caller.interrupt();
        caller.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(pool.map(x -> x, List.of(1, 2, 3, 4))).hasSize(4);
    }

    // ---- in the task

    /** A task knows its attempt and its time; outside a worker there is neither limit nor attempt. */
    @Test
    void taskKnowsItself() throws Exception {
        assertThat(pool.run(() -> TaskContext.current().attempt())).isEqualTo(1);
        assertThat(pool.run(() -> TaskContext.current().timeLeft().isEmpty())).isTrue();
        assertThat(TaskContext.current().timeLeft()).isEmpty();
        TaskContext.current().progress();
        try (var limited = ProcessPool.open(o -> o.withWorkers(1).withTaskTimeout(Delays.LONG))) {
            assertThat(limited.run(() -> TaskContext.current().timeLeft().orElseThrow()))
                    .isPositive()
                    .isLessThanOrEqualTo(Delays.LONG);
        }
    }

    /** A task may open a pool of its own, whose workers end with it. */
    @Test
    void taskMayOpenAPool() throws Exception {
        List<Long> pids = pool.run(() -> {
            try (var inner = ProcessPool.open(o -> o.withWorkers(1).withName("inner"))) {
                return List.of(Pools.pid(), inner.run(Pools::pid));
            }
        });
        assertThat(pids).doesNotHaveDuplicates().doesNotContain(Pools.pid());
    }
}
