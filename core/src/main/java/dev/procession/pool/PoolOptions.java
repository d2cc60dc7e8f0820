package dev.procession.pool;

import dev.procession.process.ChildOptions;
import dev.procession.process.ChildSettings;
import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * How a pool is to be; immutable, every {@code with} gives a copy.
 *
 * @param name the name in messages, thread names and process arguments; default {@code pool-1}, {@code pool-2} ...
 * @param workers the number of worker processes, 1 to 512; default: the processors that this process may use
 * @param taskTimeout the longest time for one attempt of a task, from its start in the worker; default none
 * @param stallTimeout the longest time without {@link TaskContext#progress()}; default none
 * @param grace how long a task may take to give way to an interrupt before its process is killed; default 100 ms
 * @param retries how often a lost task is tried again, 0 to 100; default 0. Failed and cancelled tasks are not retried
 * @param memoryLimitBytes the most private memory of a worker; default: what the control group of this process can still
 *     give, shared among the workers; none without such a group
 * @param resultFilter what classes results may be made of, beyond the default; see {@link #withResultFilter}
 * @param maxResultBytes the largest encoded result; default 256 MiB
 * @param child how the workers' JVMs are to be
 */
public record PoolOptions(
        Optional<String> name,
        OptionalInt workers,
        Optional<Duration> taskTimeout,
        Optional<Duration> stallTimeout,
        Duration grace,
        int retries,
        OptionalLong memoryLimitBytes,
        Optional<ObjectInputFilter> resultFilter,
        int maxResultBytes,
        ChildOptions child)
        implements ChildSettings<PoolOptions> {

    /** What holds where nothing else is said. */
    public static final PoolOptions DEFAULTS = new PoolOptions(
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofMillis(100),
            0,
            OptionalLong.empty(),
            Optional.empty(),
            256 << 20,
            ChildOptions.DEFAULTS);

    /** The most workers of one pool. */
    public static final int MOST_WORKERS = 512;

    private static final int MOST_RETRIES = 100;
    private static final int LEAST_RESULT_BYTES = 4096; // an exception in short must fit
    private static final int MOST_RESULT_BYTES = Integer.MAX_VALUE - (64 << 10);
    private static final long LEAST_MEMORY_BYTES = 32L << 20;

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public PoolOptions {
        name.ifPresent(PoolOptions::checkName);
        workers.ifPresent(
                n -> check(n >= 1 && n <= MOST_WORKERS, "workers must be 1 to " + MOST_WORKERS + ", was " + n));
        taskTimeout.ifPresent(d -> checkPositive("taskTimeout", d));
        stallTimeout.ifPresent(d -> checkPositive("stallTimeout", d));
        check(!grace.isNegative(), "grace must not be negative, was " + grace);
        check(retries >= 0 && retries <= MOST_RETRIES, "retries must be 0 to " + MOST_RETRIES + ", was " + retries);
        memoryLimitBytes.ifPresent(n -> check(
                n >= LEAST_MEMORY_BYTES, "memoryLimit must be at least 32 MiB (an idle JVM has that much), was " + n));
        check(
                maxResultBytes >= LEAST_RESULT_BYTES && maxResultBytes <= MOST_RESULT_BYTES,
                "maxResultBytes must be 4 KiB to 2 GiB - 64 KiB, was " + maxResultBytes);
        check(
                child.forwardedLogs().isEmpty(),
                "the log records of a pool's workers cannot be forwarded, only those of a ChildProcess; let the workers' output"
                        + " be lines with withOutput(...), which console handlers write to");
        if (taskTimeout.isPresent() && stallTimeout.isPresent()) {
            check(
                    stallTimeout.get().compareTo(taskTimeout.get()) < 0,
                    "stallTimeout " + stallTimeout.get() + " can never pass before taskTimeout " + taskTimeout.get());
        }
    }

    /**
     * Names the pool.
     *
     * @param value letters, digits, dot, dash and underscore, at most 64
     * @return the copy
     */
    public PoolOptions withName(String value) {
        return new PoolOptions(
                Optional.of(value),
                workers,
                taskTimeout,
                stallTimeout,
                grace,
                retries,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Chooses the number of workers.
     *
     * @param count 1 to 512
     * @return the copy
     */
    public PoolOptions withWorkers(int count) {
        return new PoolOptions(
                name,
                OptionalInt.of(count),
                taskTimeout,
                stallTimeout,
                grace,
                retries,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Bounds the time of each attempt of a task. When it has passed, the task's threads are dumped, its thread is
     * interrupted, and after the grace time its process is killed; the task is {@link Lost} in every case.
     *
     * @param limit the longest time
     * @return the copy
     */
    public PoolOptions withTaskTimeout(Duration limit) {
        return new PoolOptions(
                name,
                workers,
                Optional.of(limit),
                stallTimeout,
                grace,
                retries,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Bounds the time between two calls of {@link TaskContext#progress()} in a task; its start counts as the first.
     *
     * @param limit the longest time
     * @return the copy
     */
    public PoolOptions withStallTimeout(Duration limit) {
        return new PoolOptions(
                name,
                workers,
                taskTimeout,
                Optional.of(limit),
                grace,
                retries,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Chooses how long a task may take to give way to an interrupt before its process is killed.
     *
     * @param time the time; zero kills at once, without a thread dump
     * @return the copy
     */
    public PoolOptions withGrace(Duration time) {
        return new PoolOptions(
                name,
                workers,
                taskTimeout,
                stallTimeout,
                time,
                retries,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Tries lost tasks again, each time on another process. Use it for tasks that may run twice.
     *
     * @param count further attempts, 0 to 100
     * @return the copy
     */
    public PoolOptions withRetries(int count) {
        return new PoolOptions(
                name,
                workers,
                taskTimeout,
                stallTimeout,
                grace,
                count,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Caps the private memory of a worker, heap and native memory together; looked at ten times a second.
     *
     * @param bytes the cap, at least 32 MiB
     * @return the copy
     */
    public PoolOptions withMemoryLimit(long bytes) {
        return new PoolOptions(
                name,
                workers,
                taskTimeout,
                stallTimeout,
                grace,
                retries,
                OptionalLong.of(bytes),
                resultFilter,
                maxResultBytes,
                child);
    }

    /**
     * Widens or narrows what results and exceptions may be made of. By default: value types of the JDK, and classes from
     * the same jar or folder as the function's class. Where the filter says {@code UNDECIDED}, the default decides.
     *
     * @param filter the filter
     * @return the copy
     */
    public PoolOptions withResultFilter(ObjectInputFilter filter) {
        return new PoolOptions(
                name,
                workers,
                taskTimeout,
                stallTimeout,
                grace,
                retries,
                memoryLimitBytes,
                Optional.of(filter),
                maxResultBytes,
                child);
    }

    /**
     * Bounds encoded results; a larger one fails its task.
     *
     * @param bytes the most, 4 KiB to 2 GiB - 64 KiB
     * @return the copy
     */
    public PoolOptions withMaxResultBytes(int bytes) {
        return new PoolOptions(
                name, workers, taskTimeout, stallTimeout, grace, retries, memoryLimitBytes, resultFilter, bytes, child);
    }

    @Override
    public PoolOptions withChild(UnaryOperator<ChildOptions> change) {
        return new PoolOptions(
                name,
                workers,
                taskTimeout,
                stallTimeout,
                grace,
                retries,
                memoryLimitBytes,
                resultFilter,
                maxResultBytes,
                change.apply(child));
    }

    private static void checkName(String value) {
        boolean good = !value.isEmpty()
                && value.length() <= 64
                && value.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
        check(good, "name must be 1 to 64 letters, digits, '.', '-' or '_', was '" + value + "'");
    }

    private static void checkPositive(String what, Duration d) {
        check(!d.isNegative() && !d.isZero(), what + " must be positive, was " + d);
    }

    private static void check(boolean good, String message) {
        if (!good) throw new IllegalArgumentException(message);
    }
}
