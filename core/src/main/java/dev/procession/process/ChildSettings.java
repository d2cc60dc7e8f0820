package dev.procession.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The part of any options that says how the processes themselves are to be: what a pool, a child and a command have in common.
 * Immutable; every {@code with} gives a copy.
 *
 * @param <S> the kind of options
 */
public interface ChildSettings<S> {
    /**
     * Returns how the processes are to be.
     *
     * @return the options
     */
    ChildOptions child();

    /**
     * Changes how the processes are to be.
     *
     * @param change makes the new options out of the present ones
     * @return the copy
     */
    S withChild(UnaryOperator<ChildOptions> change);

    /**
     * Chooses the JDK.
     *
     * @param home its folder, with {@code bin/java}
     * @return the copy
     */
    default S withJavaHome(Path home) {
        return withChild(c -> c.withJavaHome(home));
    }

    /**
     * Adds flags of the JVM.
     *
     * @param flags the flags, each as one word of a command line
     * @return the copy
     */
    default S withJvmFlags(String... flags) {
        return withChild(c -> c.withJvmFlags(flags));
    }

    /**
     * Caps the heap.
     *
     * @param size a number with {@code k}, {@code m} or {@code g}, at least {@code 8m}
     * @return the copy
     */
    default S withMaxHeap(String size) {
        return withChild(c -> c.withMaxHeap(size));
    }

    /**
     * Adds a system property.
     *
     * @param name its name
     * @param value its value
     * @return the copy
     */
    default S withSystemProperty(String name, String value) {
        return withChild(c -> c.withSystemProperty(name, value));
    }

    /**
     * Adds or replaces a variable of the environment.
     *
     * @param name its name
     * @param value its value
     * @return the copy
     */
    default S withEnvironment(String name, String value) {
        return withChild(c -> c.withEnvironment(name, value));
    }

    /**
     * Chooses the current directory.
     *
     * @param path the directory
     * @return the copy
     */
    default S withDirectory(Path path) {
        return withChild(c -> c.withDirectory(path));
    }

    /**
     * Replaces the class path.
     *
     * @param entries folders and jars, in order
     * @return the copy
     */
    default S withClassPath(List<Path> entries) {
        return withChild(c -> c.withClassPath(entries));
    }

    /**
     * Puts more behind the class path.
     *
     * @param entries folders and jars, in order
     * @return the copy
     */
    default S withExtraClassPath(Path... entries) {
        return withChild(c -> c.withExtraClassPath(entries));
    }

    /**
     * Chooses the CPUs it may run on, which it passes on to what it starts.
     *
     * @param numbers at least one; the first CPU is 0
     * @return the copy
     */
    default S withCpus(int... numbers) {
        return withChild(c -> c.withCpus(numbers));
    }

    /**
     * Chooses its priority, which it passes on to what it starts.
     *
     * @param value from -20, the first to run, to 19, the last; below that of this process needs privileges
     * @return the copy
     */
    default S withPriority(int value) {
        return withChild(c -> c.withPriority(value));
    }

    /**
     * Lowers what the kernel lets it have at most.
     *
     * @param limit of what
     * @param value the most, in the unit that the limit names
     * @return the copy
     */
    default S withLimit(ResourceLimit limit, long value) {
        return withChild(c -> c.withLimit(limit, value));
    }

    /**
     * Bounds the boot.
     *
     * @param timeout from start to ready
     * @return the copy
     */
    default S withStartTimeout(Duration timeout) {
        return withChild(c -> c.withStartTimeout(timeout));
    }

    /**
     * Chooses what it reads as standard input.
     *
     * @param choice the choice
     * @return the copy
     */
    default S withInput(Input choice) {
        return withChild(c -> c.withInput(choice));
    }

    /**
     * Chooses what is done with standard output and error.
     *
     * @param choice the choice
     * @return the copy
     */
    default S withOutput(Output choice) {
        return withChild(c -> c.withOutput(choice));
    }

    /**
     * Lets the log records of a {@link ChildProcess} reach the loggers of this process; see {@link ChildOptions#forwardedLogs}.
     *
     * @param level the least that is forwarded; {@code OFF} for none
     * @return the copy
     */
    default S withForwardedLogs(System.Logger.Level level) {
        return withChild(c -> c.withForwardedLogs(level));
    }

    /**
     * Chooses where error files of crashes are kept.
     *
     * @param path the directory; it is made if missing
     * @return the copy
     */
    default S withCrashDirectory(Path path) {
        return withChild(c -> c.withCrashDirectory(path));
    }
}
