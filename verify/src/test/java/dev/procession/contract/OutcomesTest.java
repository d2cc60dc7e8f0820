package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.ProcessPool;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What outcomes promise: one each, lazily, in the order asked for, and an end when it is wanted. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class OutcomesTest {
    private static ProcessPool pool;

    @TempDir
    Path folder;

    @BeforeAll
    static void openPool() {
        pool = ProcessPool.open(o -> o.withName("outcomes").withWorkers(2));
    }

    @AfterAll
    static void closePool() {
        pool.close(Delays.SHORT); // what a failed test left running does not hold up the rest
    }

    /** One bad input costs one input: each has exactly one outcome, of its own kind, with the very object as its input. */
    @Test
    void eachInputHasOneOutcome() {
        List<Integer> inputs = IntStream.range(0, 200).boxed().toList();
        Set<Integer> seen = new HashSet<>();
        try (Outcomes<Integer, Integer> outcomes = pool.outcomes(OutcomesTest::mixed, inputs)) {
            for (Outcome<Integer, Integer> outcome : outcomes) {
                int input = outcome.input();
                assertThat(seen.add(input)).as("a second outcome of " + input).isTrue();
                assertThat(outcome)
                        .isInstanceOf(input == 50 ? Lost.class : input % 10 == 3 ? Failed.class : Done.class);
                if (outcome instanceof Done<Integer, Integer> done)
                    assertThat(done.value()).isEqualTo(input + 1);
            }
        }
        assertThat(seen).hasSize(inputs.size());
    }

    private static int mixed(int x) {
        if (x == 50) Runtime.getRuntime().halt(9);
        if (x % 10 == 3) throw new IllegalArgumentException("three");
        return x + 1;
    }

    /** In order means in the order of the inputs, though the first takes longest. */
    @Test
    void inOrderMeansTheOrderOfTheInputs() {
        List<Integer> inputs = IntStream.range(0, 100).boxed().toList();
        try (Outcomes<Integer, Integer> outcomes = pool.outcomesInOrder(OutcomesTest::slowFirst, inputs);
                Stream<Outcome<Integer, Integer>> stream = outcomes.stream()) {
            assertThat(stream.map(Outcome::input).toList()).isEqualTo(inputs);
        }
    }

    /** As they end means that a long task holds up nobody: it waits here for the outcomes of those after it. */
    @Test
    void asTheyEndMeansThatALongTaskComesLast() throws Exception {
        Path goFile = folder.resolve("go");
        String go = goFile.toString();
        List<Integer> order = new ArrayList<>();
        try (Outcomes<Integer, Integer> outcomes = pool.outcomes(x -> awaitFileIfZero(x, go), List.of(0, 1, 2, 3, 4))) {
            for (Outcome<Integer, Integer> outcome : outcomes) {
                order.add(outcome.get());
                if (order.size() == 4) Files.createFile(goFile);
            }
        }
        assertThat(order).hasSize(5).endsWith(0);
    }

    private static int awaitFileIfZero(int x, String file) throws InterruptedException {
        if (x == 0) Eventually.holds("the word to go", () -> Files.exists(Path.of(file)));
        return x;
    }

    private static int slowFirst(int x) throws InterruptedException {
        if (x == 0) Thread.sleep(Delays.SHORT.multipliedBy(5));
        return x;
    }

    /** Inputs without end are read a bounded number ahead; closing stops the reading and frees the workers. */
    @Test
    void endlessInputsAreReadABoundedNumberAhead() throws Exception {
        var read = new AtomicInteger();
        Iterable<Integer> endless = () -> Stream.generate(read::incrementAndGet).iterator();
        int taken = 0;
        try (Outcomes<Integer, Integer> outcomes = pool.outcomes(x -> x, endless)) {
            assertThat(read).as("read before anybody asks").hasValue(0);
            Iterator<Outcome<Integer, Integer>> iterator = outcomes.iterator();
            while (taken < 1_000) {
                assertThat(iterator.next()).isInstanceOf(Done.class);
                taken++;
                assertThat(read.get() - taken).as("inputs read ahead").isLessThanOrEqualTo(64);
            }
        }
        int atClose = read.get();
        assertThat(pool.map(x -> x, List.of(1, 2, 3))).hasSize(3);
        assertThat(read).hasValue(atClose);
    }

    /** They can be gone through once, and end where they end. */
    @Test
    void theyCanBeGoneThroughOnce() {
        try (Outcomes<Integer, Integer> outcomes = pool.outcomes(x -> x, List.of(1))) {
            Iterator<Outcome<Integer, Integer>> iterator = outcomes.iterator();
            assertThat(iterator.next().get()).isEqualTo(1);
            assertThat(iterator.hasNext()).isFalse();
            assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(outcomes::iterator).isInstanceOf(IllegalStateException.class);
        }
    }

    /** An input that cannot travel is a failure of its own; the others go on. */
    @Test
    void inputThatCannotTravelFailsAlone() {
        List<Object> inputs = List.of("a", new Object(), "b");
        try (Outcomes<Object, Integer> outcomes =
                pool.outcomesInOrder(x -> x.toString().length(), inputs)) {
            Iterator<Outcome<Object, Integer>> iterator = outcomes.iterator();
            assertThat(iterator.next().get()).isEqualTo(1);
            assertThat(iterator.next())
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.cause()).isInstanceOf(EncodingException.class));
            assertThat(iterator.next().get()).isEqualTo(1);
            assertThat(iterator.hasNext()).isFalse();
        }
    }

    /** An interrupt of the one who waits cancels the rest, and stays set. */
    @Test
    void interruptCancelsTheRest() throws Exception {
        Begun begun = Begun.create();
        var thrown = new AtomicReference<@Nullable Throwable>();
        var flag = new AtomicReference<Boolean>(false);
        Thread taker = Thread.ofPlatform().start(() -> {
            try (Outcomes<Integer, Integer> outcomes = pool.outcomes(x -> Hostile.sleep(begun), List.of(1))) {
                assertThat(outcomes.iterator().hasNext()).isFalse();
            } catch (Throwable t) {
                thrown.set(t);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        begun.awaitPid();
        taker.interrupt();
        taker.join();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(flag).hasValue(true);
        assertThat(pool.map(x -> x, List.of(1, 2, 3, 4))).hasSize(4);
    }

    /** close() by another thread ends the waiting of the one who takes. */
    @Test
    void closeByAnotherThreadEndsTheWaiting() throws Exception {
        Begun begun = Begun.create();
        Outcomes<Integer, Integer> outcomes = pool.outcomes(x -> Hostile.sleep(begun), List.of(1));
        var more = new AtomicReference<Boolean>(true);
        Thread taker =
                Thread.ofPlatform().start(() -> more.set(outcomes.iterator().hasNext()));
        begun.awaitPid();
        outcomes.close();
        taker.join();
        assertThat(more).hasValue(false);
    }
}
