package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.DecodingException;
import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.ObjectInputFilter.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller sees if a task does harm, by the table of the guide: every harm at every stage of a task's way. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class CrashMatrixTest {
    private static final int INPUTS = 12;
    private static final int BAD = 5;

    @TempDir
    static Path crashes;

    /** For what ends by itself; a crash that writes its error file on a loaded machine is no hang. */
    private static ProcessPool patient;

    private static ProcessPool limited;

    @BeforeAll
    static void openPools() {
        patient = ProcessPool.open(o -> options(o).withName("patient"));
        Duration limit =
                Delays.SHORT.multipliedBy(30); // more than the first task of a cold JVM takes on a loaded machine
        limited = ProcessPool.open(o -> options(o).withName("limited").withTaskTimeout(limit));
    }

    private static PoolOptions options(PoolOptions o) {
        return o.withWorkers(1)
                .withMaxHeap("64m")
                .withOutput(Output.DISCARD)
                .withChild(c -> c.withCrashDirectory(crashes));
    }

    @AfterAll
    static void closePools() {
        patient.close(Delays.SHORT);
        limited.close(Delays.SHORT);
    }

    static Stream<Arguments> contained() {
        return cells((harm, stage) -> !stage.isInCaller() || (!harm.isDeath() && harm != Harm.HANG));
    }

    static Stream<Arguments> hangsOfTheCaller() {
        return cells((harm, stage) -> stage.isInCaller() && harm == Harm.HANG);
    }

    private interface Choice {
        boolean takes(Harm harm, Stage stage);
    }

    private static Stream<Arguments> cells(Choice choice) {
        return Stream.of(Harm.values())
                .flatMap(harm -> Stream.of(Stage.values())
                        .filter(stage -> choice.takes(harm, stage))
                        .map(stage -> Arguments.of(harm, stage)));
    }

    /** The bad input has the outcome that the guide names, the others of its map have theirs, and the pool goes on. */
    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("contained")
    void badInputHasTheOutcomeOfTheTable(Harm harm, Stage stage) throws Exception {
        ProcessPool pool = harm == Harm.HANG ? limited : patient;
        pool.run(() -> 1); // a worker is there, whatever the last case did to it
        int generation = generation(pool);

        List<Outcome<Hazard, Hazard>> outcomes = outcomes(pool, harm, stage);

        assertThat(pool.run(() -> 6 * 7)).isEqualTo(42);
        int successors = generation(pool) - generation;
        assertThat(inWords(only(outcomes), successors)).isEqualTo(CrashTable.cell(harm, stage));
        assertThat(successors).as("processes started since").isBetween(0, 1);
    }

    private static int generation(ProcessPool pool) {
        return pool.workers().getFirst().generation();
    }

    /** Goes through a map with one bad input, and checks that each input has one outcome and the good ones their value. */
    private static List<Outcome<Hazard, Hazard>> outcomes(ProcessPool pool, Harm harm, Stage stage) {
        List<Hazard> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) inputs.add(i == BAD ? Hazard.of(i, harm, stage) : Hazard.harmless(i));
        List<Outcome<Hazard, Hazard>> all = new ArrayList<>();
        try (Outcomes<Hazard, Hazard> outcomes = pool.outcomes(Hazard::run, inputs)) {
            for (Outcome<Hazard, Hazard> outcome : outcomes) all.add(outcome);
        }
        assertThat(all).extracting(Outcome::input).containsExactlyInAnyOrderElementsOf(inputs);
        for (Outcome<Hazard, Hazard> outcome : all) {
            if (outcome.input().number() == BAD) continue;
            assertThat(outcome).isInstanceOf(Done.class);
            assertThat(outcome.get().number()).isEqualTo(outcome.input().number());
        }
        return all;
    }

    private static Outcome<Hazard, Hazard> only(List<Outcome<Hazard, Hazard>> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.input().number() == BAD)
                .findFirst()
                .orElseThrow();
    }

    /** An outcome as the cells of the table tell it. */
    private static String inWords(Outcome<?, ?> outcome, int successors) {
        return switch (outcome) {
            case Done<?, ?> done -> "`Done`, " + done.value();
            case Failed<?, ?> failed ->
                "`Failed`, `" + failed.cause().getClass().getSimpleName() + "`"
                        + (successors == 0 ? "" : ", new worker");
            case Lost<?, ?> lost -> "`Lost`, " + inWords(lost.certificate().cause(), successors);
        };
    }

    private static String inWords(LossCause cause, int successors) {
        assertThat(successors).as("every loss costs one process").isEqualTo(1);
        String kind = "`" + cause.getClass().getSimpleName() + "`";
        if (!(cause instanceof LossCause.Exited exited)) return kind;
        assertThat(exited.code()).isEqualTo(exited.caller().isPresent() ? Harm.EXIT_CODE : Harm.HALT_CODE);
        return kind + (exited.caller().isPresent() ? " with caller" : " without caller");
    }

    /** Code of the user's that hangs in a thread of the user's holds up that thread, and nobody else of the pool. */
    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("hangsOfTheCaller")
    void hangInTheCallerHoldsUpItsOwnThread(Harm harm, Stage stage) throws Exception {
        assertThat(CrashTable.cell(harm, stage)).isEqualTo(CrashTable.THREAD_WAITS);
        Gate.shut();
        CompletableFuture<List<Outcome<Hazard, Hazard>>> taker = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                taker.complete(outcomes(patient, harm, stage));
            } catch (Throwable t) {
                taker.completeExceptionally(t);
            }
        });
        try {
            Gate.awaitVictim();
            assertThat(patient.run(() -> 6 * 7)).isEqualTo(42);
            assertThat(taker).isNotDone();
        } finally {
            Gate.open();
        }
        assertThat(only(taker.get())).isInstanceOf(Done.class);
    }

    /** A class that the result filter refuses does no harm to the caller, whatever its readObject would do. */
    @ParameterizedTest
    @EnumSource
    void refusedClassDoesNoHarmToTheCaller(Harm harm) throws Exception {
        try (var wary = ProcessPool.open(o -> options(o)
                .withName("wary")
                .withResultFilter(info -> info.serialClass() == Hazard.class ? Status.REJECTED : Status.UNDECIDED))) {
            List<Hazard> inputs = List.of(Hazard.of(0, harm, Stage.READ_RESULT));
            try (Outcomes<Hazard, Hazard> outcomes = wary.outcomes(Hazard::run, inputs)) {
                assertThat(outcomes.iterator().next())
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.cause())
                                        .isInstanceOf(DecodingException.class)
                                        .hasMessageContaining(Hazard.class.getName()));
            }
            assertThat(wary.run(() -> 6 * 7)).isEqualTo(42);
        }
    }
}
