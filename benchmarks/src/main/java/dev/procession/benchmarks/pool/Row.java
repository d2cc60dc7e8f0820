package dev.procession.benchmarks.pool;

import java.util.List;
import java.util.Locale;

/** What is measured. The id is the name in raw results, and what a rival that is a script prints. */
enum Row {
    OPEN(
            "open to first result",
            "ms",
            "From the call that opens a pool of two workers until the result of a first task is there. Rivals that fork"
                    + " copy a process that has booted; the others start JVMs."),
    MAP(
            "map, results in order",
            "tasks/s",
            "One function (add one) over many numbers, each task a message of its own; done when all results are there."
                    + " `ProcessPool.map`, `invokeAll`, `Pool.map(chunksize=1)`."),
    OUTCOMES(
            "map, results as they come",
            "tasks/s",
            "The same, each result taken as soon as it is there: `ProcessPool.outcomes`, `ExecutorCompletionService`,"
                    + " `Pool.imap_unordered(chunksize=1)`."),
    SUBMIT(
            "submit many, then get all",
            "tasks/s",
            "One call of `submit` (`apply_async`) for each task, with a lambda that captures one number; done when all"
                    + " results are there."),
    BACK_TO_BACK(
            "submit to result, back to back",
            "µs",
            "From the call of `submit` until `get` returns, with nothing else to do; the next one follows at once."),
    AFTER_IDLE(
            "submit to result, after 10 ms idle",
            "µs",
            "The same after a pause of 10 ms, in which everybody falls asleep: what waking two sleepers costs here."),
    DEATH(
            "death to outcome",
            "ms",
            "From just before `kill -9` of a worker that runs a task until a thread that waits for the task's result knows"
                    + " that it is lost, while a task in the other worker keeps all cores busy.");

    private final String label;
    private final String unit;
    private final String meaning;

    Row(String label, String unit, String meaning) {
        this.label = label;
        this.unit = unit;
        this.meaning = meaning;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Row ofId(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    String label() {
        return label;
    }

    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }

    /** Whether a round gives many samples, of which percentiles are told, instead of one figure. */
    boolean isDistribution() {
        return switch (this) {
            case BACK_TO_BACK, AFTER_IDLE, DEATH -> true;
            case OPEN, MAP, OUTCOMES, SUBMIT -> false;
        };
    }

    /** The percentiles that are told; empty for a single figure a round. */
    List<Integer> percentiles() {
        return isDistribution() ? List.of(50, 99) : List.of();
    }
}
