package dev.procession.benchmarks.pool;

import java.util.Optional;

/** One of those that are compared. It holds no process between rounds, so nobody disturbs the round of another. */
interface Rival {
    /** The word for {@code --without}. */
    String id();

    /** The name in tables. */
    String title();

    /** What exactly was measured, in a few words; called only if it is not {@link #missing}. */
    String about() throws Exception;

    /** Why it cannot run here; empty if it can. */
    Optional<String> missing();

    /** Measures every row once, with a pool that is opened and closed in here. */
    void round(Recorder recorder) throws Exception;

    /** Measures what is worth one try only, after the rounds. */
    default void afterwards(Recorder recorder) throws Exception {}
}
