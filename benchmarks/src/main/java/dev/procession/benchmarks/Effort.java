package dev.procession.benchmarks;

/**
 * How much is done: all that figures need, or just enough to see that everything works.
 *
 * @param scale what durations and counts are multiplied by
 * @param mostRounds the most rounds, warm-up rounds included in neither
 */
public record Effort(double scale, int mostRounds) {
    /** For figures. */
    public static final Effort FULL = new Effort(1, Integer.MAX_VALUE);
    /** For a look whether it works; its figures prove nothing. */
    public static final Effort QUICK = new Effort(0.05, 1);

    /** So much of a duration. */
    public long nanos(long full) {
        return Math.max(1, (long) (full * scale));
    }

    /** So much of a count, at least one. */
    public int count(int full) {
        return Math.max(1, (int) (full * scale));
    }

    /** So many rounds of warm-up, none in a hurry. */
    int warmUps(int full) {
        return mostRounds == 1 ? 0 : full;
    }

    int rounds(int full) {
        return Math.min(full, mostRounds);
    }
}
