package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.benchmarks.Budget.State;
import dev.procession.benchmarks.Budget.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command's status says. */
final class BenchTest {
    /** One missed budget among others fails the check; one that was not judged does not. */
    @ParameterizedTest
    @CsvSource({"MET, 0", "UNJUDGED, 0", "MISSED, 1"})
    void missedBudgetFails(State state, int status) {
        List<Verdict> verdicts = List.of(verdict(State.MET), verdict(state), verdict(State.MET));

        assertThat(Bench.statusOf(verdicts, List.of())).isEqualTo(status);
    }

    /** A rival that is missing fails the check, whatever the budgets say. */
    @Test
    void anythingElseThatIsWrongFails() {
        assertThat(Bench.statusOf(List.of(verdict(State.MET)), List.of("a rival is missing")))
                .isEqualTo(1);
    }

    /** Wrong words have a status of their own, and nothing runs. */
    @ParameterizedTest
    @CsvSource({"nonsense", "--nonsense", "pool --without=nobody", "--all --quick --check"})
    void wrongWordsAreTold(String words) {
        assertThat(Bench.run(words.split(" ", -1))).isEqualTo(2);
    }

    private static Verdict verdict(State state) {
        return new Verdict("a budget", "at least 1", "2", state);
    }
}
