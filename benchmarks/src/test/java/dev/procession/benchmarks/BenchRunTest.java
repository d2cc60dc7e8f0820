package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run asks every rival in every round, and says which ones are not in it. */
final class BenchRunTest {
    private final List<String> calls = new ArrayList<>();

    /** Rounds are interleaved, the warm-up is not counted, and everybody is closed. */
    @Test
    void roundsAreInterleaved() throws Exception {
        Results results = run(Set.of(), rival("a", Optional.empty(), false), rival("b", Optional.empty(), false))
                .measure(Machine.here());

        assertThat(calls).containsExactly("a", "b", "a", "b", "a", "b", "close a", "close b");
        assertThat(results.contender("a").orElseThrow().roundsOf(Sample.SPEED)).hasSize(2);
    }

    /** A rival that is missing or fails is told with its reason and fails a check; the others go on. */
    @Test
    void missingAndFailingRivalsAreTold() throws Exception {
        BenchRun run = run(
                Set.of(),
                rival("a", Optional.of("not installed"), false),
                rival("b", Optional.empty(), true),
                rival("c", Optional.empty(), false));
        Results results = run.measure(Machine.here());

        assertThat(run.wrong()).hasSize(2);
        assertThat(run.wrong().getFirst()).contains("a is missing (not installed)", "--without a");
        assertThat(run.wrong().getLast()).contains("b is missing (it failed: on purpose)");
        assertThat(results.contender("c").orElseThrow().missing()).isEmpty();
    }

    /** Who is left out on purpose is not asked and not missed. */
    @Test
    void leftOutRivalIsNotMissed() throws Exception {
        BenchRun run =
                run(Set.of("a"), rival("a", Optional.of("not installed"), false), rival("b", Optional.empty(), false));
        Results results = run.measure(Machine.here());

        assertThat(run.wrong()).isEmpty();
        assertThat(results.contender("a")).isEmpty();
    }

    private static BenchRun run(Set<String> without, Rival... rivals) {
        return new BenchRun(new Few(List.of(rivals)), Effort.FULL, without);
    }

    private Rival rival(String id, Optional<String> missing, boolean fails) {
        return new Rival() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public String title() {
                return id;
            }

            @Override
            public String about() {
                return "about " + id;
            }

            @Override
            public Optional<String> missing() {
                return missing;
            }

            @Override
            public void round(Recorder recorder) {
                if (fails) throw new IllegalStateException("on purpose");
                calls.add(id);
                recorder.add(Sample.SPEED.id(), 1);
            }

            @Override
            public void close() {
                calls.add("close " + id);
            }
        };
    }

    /** Two rounds after one of warm-up, with given rivals. */
    private record Few(List<Rival> rivals) implements Benchmark {
        @Override
        public String name() {
            return "few";
        }

        @Override
        public String question() {
            return "";
        }

        @Override
        public String title() {
            return "";
        }

        @Override
        public List<String> notShown() {
            return List.of();
        }

        @Override
        public List<Row> rows() {
            return List.of(Sample.SPEED);
        }

        @Override
        public List<Budget> budgets() {
            return List.of();
        }

        @Override
        public List<Rival> rivals(Effort effort) {
            return rivals;
        }

        @Override
        public int rounds() {
            return 2;
        }
    }
}
