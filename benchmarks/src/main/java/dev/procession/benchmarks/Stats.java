package dev.procession.benchmarks;

import java.util.List;

/** Order statistics of a few figures. */
public final class Stats {
    private Stats() {}

    /**
     * Returns the smallest value that at least so many percent of the values do not exceed (nearest rank).
     *
     * @param values at least one
     * @param percent above 0, up to 100
     */
    public static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = Math.ceilDiv(percent * sorted.size(), 100);
        return sorted.get(rank - 1);
    }

    /** Returns the middle value, or the mean of the two in the middle. */
    public static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
