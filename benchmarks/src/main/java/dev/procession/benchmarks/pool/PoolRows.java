package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.Row;
import java.util.List;

/** What is measured of a pool. */
final class PoolRows {
    static final Row OPEN = Row.cost(
            "open",
            "open to first result",
            "ms",
            "From the call that opens a pool of two workers until the result of a first task is there. Rivals that fork"
                    + " copy a process that has booted; the others start JVMs.");
    static final Row MAP = Row.rate(
            "map",
            "map, results in order",
            "tasks/s",
            "One function (add one) over many numbers, each task a message of its own; done when all results are there."
                    + " `ProcessPool.map`, `invokeAll`, `Pool.map(chunksize=1)`.");
    static final Row OUTCOMES = Row.rate(
            "outcomes",
            "map, results as they come",
            "tasks/s",
            "The same, each result taken as soon as it is there: `ProcessPool.outcomes`, `ExecutorCompletionService`,"
                    + " `Pool.imap_unordered(chunksize=1)`.");
    static final Row SUBMIT = Row.rate(
            "submit",
            "submit many, then get all",
            "tasks/s",
            "One call of `submit` (`apply_async`) for each task, with a lambda that captures one number; done when all"
                    + " results are there.");
    static final Row BACK_TO_BACK = Row.samples(
            "back_to_back",
            "submit to result, back to back",
            "µs",
            "From the call of `submit` until `get` returns (`Pool.apply`), with nothing else to do; the next one follows"
                    + " at once.");
    static final Row AFTER_IDLE = Row.samples(
            "after_idle",
            "submit to result, after 10 ms idle",
            "µs",
            "The same after a pause of 10 ms, in which everybody falls asleep: what waking two sleepers costs here.");
    static final Row DEATH = Row.samples(
            "death",
            "death to outcome",
            "ms",
            "From just before `kill -9` of a worker that runs a task until a thread that waits for the task's result knows"
                    + " that it is lost, while a task in the other worker keeps all cores busy.");

    static final List<Row> ALL = List.of(OPEN, MAP, OUTCOMES, SUBMIT, BACK_TO_BACK, AFTER_IDLE, DEATH);

    private PoolRows() {}
}
