package dev.procession.process;

import java.io.ObjectInputFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * How a {@link ChildProcess} or a {@link CommandProcess} is to be; immutable, every {@code with} gives a copy.
 *
 * <pre>{@code
 * ChildProcess.launch(o -> o.withName("indexer").withDaemon(true).withMaxHeap("256m"), () -> index(path));
 * }</pre>
 *
 * @param name the name in messages, thread names and process arguments; default: the class and a number along the tree, such as
 *     {@code SiteMonitor-1:2} for the second child of the first child
 * @param daemon whether it ends with this program instead of keeping it alive; default: as this process is
 * @param grace how long it may take to end in order before it is killed, where no other time is given; default 5 s
 * @param timeLimit the longest time from start to end; default none
 * @param memoryLimitBytes the most private memory, looked at ten times a second; default none
 * @param resultFilter what classes the result of a call, and exceptions, may be made of, beyond the default
 * @param child how the process itself is to be
 */
public record ProcessOptions(
        Optional<String> name,
        Optional<Boolean> daemon,
        Duration grace,
        Optional<Duration> timeLimit,
        OptionalLong memoryLimitBytes,
        Optional<ObjectInputFilter> resultFilter,
        ChildOptions child)
        implements ChildSettings<ProcessOptions> {

    /** What holds where nothing else is said. */
    public static final ProcessOptions DEFAULTS = new ProcessOptions(
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(5),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            ChildOptions.DEFAULTS);

    private static final int LONGEST_NAME = 128;

    /**
     * Checks.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public ProcessOptions {
        name.ifPresent(n -> check(
                !n.isBlank() && n.length() <= LONGEST_NAME && n.chars().noneMatch(Character::isISOControl),
                "name must be 1 to " + LONGEST_NAME + " characters in one line, was '" + n + "'"));
        check(!grace.isNegative(), "grace must not be negative, was " + grace);
        timeLimit.ifPresent(t -> check(!t.isNegative() && !t.isZero(), "timeLimit must be positive, was " + t));
        memoryLimitBytes.ifPresent(n -> check(n > 0, "memoryLimit must be positive, was " + n));
    }

    /**
     * Names the process.
     *
     * @param value any text in one line, at most 128 characters; two processes may have the same
     * @return the copy
     */
    public ProcessOptions withName(String value) {
        return new ProcessOptions(Optional.of(value), daemon, grace, timeLimit, memoryLimitBytes, resultFilter, child);
    }

    /**
     * Chooses whether the process ends with this program instead of keeping it alive.
     *
     * @param value true for a daemon
     * @return the copy
     */
    public ProcessOptions withDaemon(boolean value) {
        return new ProcessOptions(name, Optional.of(value), grace, timeLimit, memoryLimitBytes, resultFilter, child);
    }

    /**
     * Chooses how long the process may take to end in order. At the end of this program every child has 800 ms at most, whatever
     * is chosen here.
     *
     * @param time zero to kill at once
     * @return the copy
     */
    public ProcessOptions withGrace(Duration time) {
        return new ProcessOptions(name, daemon, time, timeLimit, memoryLimitBytes, resultFilter, child);
    }

    /**
     * Bounds the life of the process; at the limit it is terminated, with the time of grace.
     *
     * @param limit from start to end
     * @return the copy
     */
    public ProcessOptions withTimeLimit(Duration limit) {
        return new ProcessOptions(name, daemon, grace, Optional.of(limit), memoryLimitBytes, resultFilter, child);
    }

    /**
     * Bounds the private memory of the process; at the limit it is killed.
     *
     * @param bytes the most; an idle JVM has some 40 MiB
     * @return the copy
     */
    public ProcessOptions withMemoryLimit(long bytes) {
        return new ProcessOptions(name, daemon, grace, timeLimit, OptionalLong.of(bytes), resultFilter, child);
    }

    /**
     * Allows or refuses classes in what the child sends, before the default is asked: JDK value types, and the code source of the
     * task.
     *
     * @param filter the filter; UNDECIDED leaves it to the default
     * @return the copy
     */
    public ProcessOptions withResultFilter(ObjectInputFilter filter) {
        return new ProcessOptions(name, daemon, grace, timeLimit, memoryLimitBytes, Optional.of(filter), child);
    }

    @Override
    public ProcessOptions withChild(UnaryOperator<ChildOptions> change) {
        return new ProcessOptions(name, daemon, grace, timeLimit, memoryLimitBytes, resultFilter, change.apply(child));
    }

    private static void check(boolean good, String message) {
        if (!good) throw new IllegalArgumentException(message);
    }
}
