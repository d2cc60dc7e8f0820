package dev.procession.benchmarks;

import java.util.Collections;
import java.util.List;

/** How the rounds of a row come down to one figure. */
public enum Pick {
    /** The median of the rounds, each with one figure. */
    MEDIAN("median"),
    /** The best round. */
    BEST("best round"),
    /** The worst round. */
    WORST("worst round"),
    /** The median of the samples of all rounds. */
    P50("p50"),
    /** The 99th percentile of the samples of all rounds. */
    P99("p99");

    private final String word;

    Pick(String word) {
        this.word = word;
    }

    /** The name in reports. */
    String word() {
        return word;
    }

    double of(List<List<Double>> rounds, boolean moreIsBetter) {
        List<Double> all = rounds.stream().flatMap(List::stream).toList();
        return switch (this) {
            case MEDIAN -> Stats.median(all);
            case BEST -> extreme(all, moreIsBetter);
            case WORST -> extreme(all, !moreIsBetter);
            case P50 -> Stats.percentile(all, 50);
            case P99 -> Stats.percentile(all, 99);
        };
    }

    private static double extreme(List<Double> all, boolean highest) {
        return highest ? Collections.max(all) : Collections.min(all);
    }
}
