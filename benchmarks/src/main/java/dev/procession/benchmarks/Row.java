package dev.procession.benchmarks;

import java.util.List;

/**
 * What is measured.
 *
 * @param id its name in raw results, and what a rival that is another program prints
 * @param label the head of its line in tables
 * @param unit of its figures
 * @param meaning from when to when, or of what; one or two sentences
 * @param percentiles those that are told of a row whose rounds give many samples each; empty for one figure a round
 * @param moreIsBetter whether the higher figure is the better one
 */
public record Row(
        String id, String label, String unit, String meaning, List<Integer> percentiles, boolean moreIsBetter) {

    /** One figure a round; the higher, the better. */
    public static Row rate(String id, String label, String unit, String meaning) {
        return new Row(id, label, unit, meaning, List.of(), true);
    }

    /** One figure a round; the lower, the better. */
    public static Row cost(String id, String label, String unit, String meaning) {
        return new Row(id, label, unit, meaning, List.of(), false);
    }

    /** Many samples a round, of which the median and the 99th percentile are told; the lower, the better. */
    public static Row samples(String id, String label, String unit, String meaning) {
        return new Row(id, label, unit, meaning, List.of(50, 99), false);
    }

    /** Whether a round gives many samples, of which percentiles are told, instead of one figure. */
    public boolean isDistribution() {
        return !percentiles.isEmpty();
    }
}
