package dev.procession.pool;

import dev.procession.internal.pool.RunningTask;
import java.time.Duration;
import java.util.Optional;

/**
 * What a running task can know of itself.
 *
 * {@snippet :
 * for (Page page : document) {
 *     TaskContext.current().progress(); // tells the pool that the task is alive
 *     read(page);
 * }
 * }
 *
 * <p>Outside a worker, {@link #current()} gives a context without limits, so that the same code runs anywhere.
 */
public sealed interface TaskContext permits RunningTask {

    /**
     * Returns the context of the task that this process runs.
     *
     * @return the context
     */
    static TaskContext current() {
        return RunningTask.current();
    }

    /**
     * Tells the pool that the task goes on; what {@link PoolOptions#withStallTimeout} measures. Costs two stores and a
     * clock read; any thread of the process may call it.
     */
    void progress();

    /**
     * Returns which attempt this is, from 1.
     *
     * @return the attempt
     */
    int attempt();

    /**
     * Returns the time that is left before the task's time limit.
     *
     * @return the time left, not negative; empty without a limit
     */
    Optional<Duration> timeLeft();

    /**
     * Tells whether the pool has asked the task to stop (its thread was interrupted for it).
     *
     * @return true from the moment of the request
     */
    boolean isCancelled();
}
