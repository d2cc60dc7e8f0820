package dev.procession.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * What one figure of ours is held to: a number, or a multiple of a rival's figure of the same run.
 *
 * @param name what it is about, in a few words
 * @param row the row that is measured
 * @param pick how our rounds come down to one figure
 * @param isFloor whether our figure must not be below the limit, rather than not above it
 * @param factor the limit, or what the rival's figure is multiplied by
 * @param rival the id of the rival; empty if the limit is a number
 * @param rivalPick how the rival's rounds come down to one figure
 */
public record Budget(
        String name, Row row, Pick pick, boolean isFloor, double factor, Optional<String> rival, Pick rivalPick) {

    /** Our figure must not exceed a number. */
    public static Budget atMost(String name, Row row, Pick pick, double limit) {
        return new Budget(name, row, pick, false, limit, Optional.empty(), pick);
    }

    /** Our figure must reach a number. */
    public static Budget atLeast(String name, Row row, Pick pick, double limit) {
        return new Budget(name, row, pick, true, limit, Optional.empty(), pick);
    }

    /** Our figure must not exceed a multiple of the rival's, both picked alike. */
    public static Budget atMost(String name, Row row, Pick pick, double factor, String rival) {
        return new Budget(name, row, pick, false, factor, Optional.of(rival), pick);
    }

    /** Our figure must reach a multiple of the rival's. */
    public static Budget atLeast(String name, Row row, Pick pick, double factor, String rival, Pick rivalPick) {
        return new Budget(name, row, pick, true, factor, Optional.of(rival), rivalPick);
    }

    /** What came of a budget. */
    public enum State {
        /** The figure is within it. */
        MET("met"),
        /** The figure is outside, or there is none. */
        MISSED("MISSED"),
        /** It compares with a rival that was left out on purpose. */
        UNJUDGED("not judged");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    /**
     * A budget and what came of it, in words.
     *
     * @param name the budget's
     * @param allowed the limit
     * @param measured our figure, and of how many allowed it is if that is a ratio
     * @param state whether it is met
     */
    public record Verdict(String name, String allowed, String measured, State state) {}

    /**
     * Judges.
     *
     * @param without the rivals that were left out on purpose
     */
    public Verdict judge(Results results, Set<String> without) {
        OptionalDouble ours = figure(results, Rival.OURS, pick);
        String measured = ours.isPresent() ? told(ours.getAsDouble()) : "nothing";
        if (rival.isEmpty()) return verdict(words() + told(factor), measured, ours, OptionalDouble.of(factor));
        String id = rival.get();
        if (without.contains(id)) {
            return new Verdict(name, words() + factorWords() + id + "'s", measured, State.UNJUDGED);
        }
        OptionalDouble theirs = figure(results, id, rivalPick);
        String allowed = words() + factorWords()
                + results.contender(id).map(Contender::title).orElse(id) + "'s "
                + (theirs.isPresent() ? told(theirs.getAsDouble()) : "missing figure");
        if (ours.isPresent() && theirs.isPresent()) {
            measured += ", which is " + Figures.brief(ours.getAsDouble() / theirs.getAsDouble()) + " times";
        }
        OptionalDouble limit =
                theirs.isPresent() ? OptionalDouble.of(factor * theirs.getAsDouble()) : OptionalDouble.empty();
        return verdict(allowed, measured, ours, limit);
    }

    /** The verdicts as a table for a terminal, one line each. */
    static TextTable table(List<Verdict> verdicts) {
        TextTable table = new TextTable(List.of("budget", "allowed", "measured", "verdict"));
        for (Verdict one : verdicts) {
            table.add(List.of(one.name(), one.allowed(), one.measured(), one.state().word));
        }
        return table;
    }

    private Verdict verdict(String allowed, String measured, OptionalDouble ours, OptionalDouble limit) {
        boolean met = ours.isPresent()
                && limit.isPresent()
                && (isFloor ? ours.getAsDouble() >= limit.getAsDouble() : ours.getAsDouble() <= limit.getAsDouble());
        return new Verdict(name, allowed, measured, met ? State.MET : State.MISSED);
    }

    private OptionalDouble figure(Results results, String id, Pick how) {
        Function<Contender, OptionalDouble> figure = one -> one.figure(row, how);
        return results.contender(id).map(figure).orElse(OptionalDouble.empty());
    }

    private String words() {
        return isFloor ? "at least " : "at most ";
    }

    private String factorWords() {
        if (factor == 1) return "";
        String number = factor == Math.rint(factor) ? Long.toString((long) factor) : Double.toString(factor);
        return number + " x ";
    }

    private String told(double figure) {
        return Figures.brief(figure) + " " + row.unit();
    }
}
