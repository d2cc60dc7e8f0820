package dev.procession.benchmarks;

import java.util.List;

/** One benchmark, found by its name. Its class comment opens with its question, its rivals and what it does not show. */
public interface Benchmark {
    /** Returns the word that chooses it. */
    String name();

    /** Returns the question that it answers and how long it takes, as one line. */
    String question();

    /** Returns the head of its section in the guide. */
    String title();

    /** Returns what it does not show, one sentence or two for each point. */
    List<String> notShown();

    /** Returns what is measured, in the order of the tables. */
    List<Row> rows();

    /** Returns what our figures are held to. */
    List<Budget> budgets();

    /**
     * Returns who is compared, in the order of the columns; ours among them.
     *
     * @param effort how much they shall do in a round
     */
    List<Rival> rivals(Effort effort);

    /** Returns how many rounds go first that are not counted. */
    default int warmUpRounds() {
        return 1;
    }

    /** Returns how many rounds are counted. */
    default int rounds() {
        return 5;
    }
}
