package dev.procession.benchmarks;

import java.io.IOException;
import java.util.Optional;

/** One of those that are compared; ours is one of them, under the id {@link #OURS}. */
public interface Rival extends AutoCloseable {
    /** The id of Procession itself, which budgets are about. */
    String OURS = "procession";

    /** The word for {@code --without}. */
    String id();

    /** The name in tables. */
    String title();

    /** What exactly was measured, in a few words; called only if it is not {@link #missing}. */
    String about() throws Exception;

    /** Why it cannot run here; empty if it can. */
    Optional<String> missing();

    /** Measures every row once. Unless {@link #keepsProcesses}, all that is started in here ends in here. */
    void round(Recorder recorder) throws Exception;

    /** Measures what is worth one try only, after the rounds. */
    default void afterwards(Recorder recorder) throws Exception {}

    /** Whether its processes live from round to round, until {@link #close}. */
    default boolean keepsProcesses() {
        return false;
    }

    @Override
    default void close() throws IOException {}
}
