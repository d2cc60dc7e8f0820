package dev.procession.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.benchmarks.Budget.State;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A budget is met by figures only: what was not measured is never within it. */
final class BudgetTest {
    private final Results results = new Sample("sample").results("2025-11-21");

    /** A limit that is a number holds on its side, and at the number itself. */
    @ParameterizedTest(name = "floor {0}, {1}: {2}")
    @CsvSource({"true, 20000, MET", "true, 20001, MISSED", "false, 20000, MET", "false, 19999, MISSED"})
    void numberIsALimit(boolean isFloor, double limit, State expected) {
        Budget budget = isFloor
                ? Budget.atLeast("a budget", Sample.SPEED, Pick.MEDIAN, limit)
                : Budget.atMost("a budget", Sample.SPEED, Pick.MEDIAN, limit);

        assertThat(budget.judge(results, Set.of()).state()).isEqualTo(expected);
    }

    /** A limit that is a multiple of a rival's figure moves with that figure: its median is 5,000, its best 6,000. */
    @ParameterizedTest(name = "{0} times the {1}: {2}")
    @CsvSource({"4, MEDIAN, MET", "4.01, MEDIAN, MISSED", "3.3, BEST, MET", "3.4, BEST, MISSED", "5, WORST, MET"})
    void multipleOfARivalIsALimit(double factor, Pick pick, State expected) {
        Budget budget = Budget.atLeast("a budget", Sample.SPEED, Pick.MEDIAN, factor, "rival", pick);

        assertThat(budget.judge(results, Set.of()).state()).isEqualTo(expected);
    }

    /** A percentile is taken over the samples of all rounds. */
    @Test
    void percentileIsOverAllRounds() {
        assertThat(Budget.atMost("a budget", Sample.DELAY, Pick.P50, 2).judge(results, Set.of()))
                .extracting(Budget.Verdict::state)
                .isEqualTo(State.MET);
        assertThat(Budget.atMost("a budget", Sample.DELAY, Pick.P99, 499).judge(results, Set.of()))
                .extracting(Budget.Verdict::state)
                .isEqualTo(State.MISSED);
    }

    /** A rival without a figure, or that is not there, is a miss; one that was left out on purpose is no verdict. */
    @ParameterizedTest
    @CsvSource({"rival, false, MISSED", "absent, false, MISSED", "nobody, false, MISSED", "absent, true, UNJUDGED"})
    void missingRivalIsAMissUnlessItIsLeftOut(String rival, boolean leftOut, State expected) {
        Budget budget = Budget.atMost("a budget", Sample.DELAY, Pick.P50, 100, rival);

        assertThat(budget.judge(results, leftOut ? Set.of(rival) : Set.of()).state())
                .isEqualTo(expected);
    }

    /** A verdict tells the limit, our figure, and how they compare. */
    @Test
    void verdictIsInWords() {
        Budget budget = Budget.atLeast("speed", Sample.SPEED, Pick.MEDIAN, 3, "rival", Pick.MEDIAN);

        assertThat(budget.judge(results, Set.of()))
                .isEqualTo(new Budget.Verdict(
                        "speed",
                        "at least 3 x A <rival> & co's 5000 tasks/s",
                        "20.0k tasks/s, which is 4.00 times",
                        State.MET));
    }
}
