package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Row;
import java.util.List;

/** What is measured of locks and of what is built like them. */
final class SyncRows {
    static final Row FREE = Row.cost(
            Part.FREE.id(),
            "free lock and unlock",
            "ns",
            "A lock in shared memory, taken and given back by one thread of one process while nobody else wants it: the"
                    + " median of twenty slices of a round. For bare memory, a word that is compared and set to 1 and back.");
    static final Row CONTENDED_2 = contended(Part.CONTENDED_2);
    static final Row WAIT_2 = wait(Part.CONTENDED_2);
    static final Row SHARE_2 = share(Part.CONTENDED_2);
    static final Row CONTENDED_4 = contended(Part.CONTENDED_4);
    static final Row WAIT_4 = wait(Part.CONTENDED_4);
    static final Row SHARE_4 = share(Part.CONTENDED_4);
    static final Row EVENT = Row.samples(
            Part.EVENT.id(),
            "event, round trip",
            "µs",
            "Two processes and two events: each sets the other's, waits for its own and clears it. From one `set` to the"
                    + " next.");
    static final Row CONDITION = Row.samples(
            Part.CONDITION.id(),
            "condition, round trip",
            "µs",
            "Two processes, one lock, one condition and a word that says whose turn it is: each locks, waits for its turn,"
                    + " gives it to the other, signals and unlocks. From one unlock of the same process to the next.");
    static final Row ADD = Row.cost(
            Part.ADD.id(),
            "add to a shared counter",
            "ns",
            "One `getAndAdd` on a counter in shared memory that nobody else uses. For CPython: `with value.get_lock():"
                    + " value.value += 1`, since it has no other.");

    static final List<Row> ALL =
            List.of(FREE, CONTENDED_2, WAIT_2, SHARE_2, CONTENDED_4, WAIT_4, SHARE_4, EVENT, CONDITION, ADD);

    private SyncRows() {}

    /** Those that such a part gives. */
    static List<Row> of(Part part) {
        return switch (part) {
            case FREE -> List.of(FREE);
            case CONTENDED_2 -> List.of(CONTENDED_2, WAIT_2, SHARE_2);
            case CONTENDED_4 -> List.of(CONTENDED_4, WAIT_4, SHARE_4);
            case EVENT -> List.of(EVENT);
            case CONDITION -> List.of(CONDITION);
            case ADD -> List.of(ADD);
        };
    }

    private static Row contended(Part part) {
        return Row.rate(
                part.id(),
                "increments by " + part.processes() + " processes",
                "increments/s",
                "Each process locks, adds one to a plain word of shared memory, unlocks, and begins again. Counted by a"
                        + " process that sleeps meanwhile, in one second after one of warm-up; at the end, the word must be the"
                        + " sum of what the processes say that they added.");
    }

    private static Row wait(Part part) {
        return Row.cost(
                "wait_" + part.processes(),
                "wait for the lock with " + part.processes() + " processes, p99",
                "µs",
                "Of the same second: how long a call of `lock` took, by every sixteenth of them in each process. Rounded by"
                        + " up to 3 %.");
    }

    private static Row share(Part part) {
        return Row.rate(
                "share_" + part.processes(),
                "share of the slowest of " + part.processes(),
                "%",
                "Of the same second: what the process with the fewest increments did, of what each would have done had all done"
                        + " the same. Who keeps the lock to itself is fast, and is low here.");
    }
}
