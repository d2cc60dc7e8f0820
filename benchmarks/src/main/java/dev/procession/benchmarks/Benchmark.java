package dev.procession.benchmarks;

/** One benchmark, found by its name. Its class comment opens with its question, its rivals and what it does not show. */
public interface Benchmark {
    /** Returns the word that chooses it. */
    String name();

    /** Returns the question that it answers, as one line. */
    String question();

    /**
     * Measures and prints.
     *
     * @param options what was asked for
     * @return the exit status: 0, or 1 if a check that was asked for does not hold
     * @throws UsageException if the options make no sense here
     * @throws Exception if it cannot be measured
     */
    int run(BenchOptions options) throws Exception;
}
