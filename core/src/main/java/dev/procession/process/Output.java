package dev.procession.process;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What is done with the standard output and the standard error of a child.
 *
 * <p>Both are read by this process through pipes, a line at a time, so lines of several children are never torn; a line of
 * more than 64 KiB comes in pieces of that size. The last lines are kept for the certificate in every case. A child that
 * prints faster than its reader takes it is slowed down, never the other way round.
 */
public sealed interface Output {

    /** Lines go to {@link System#out} and {@link System#err} of this process as they are. The default. */
    Output INHERIT = new Inherit(false);

    /** Lines go to {@link System#out} and {@link System#err}, each with {@code [name pid] } before it. */
    Output PREFIXED = new Inherit(true);

    /** Lines go nowhere. */
    Output DISCARD = new Discard();

    /**
     * Gives every line to a consumer.
     *
     * @param consumer takes the lines; called by one thread at a time. What it throws is logged, and the line is gone
     * @return the choice
     */
    static Output lines(LineConsumer consumer) {
        return new Lines(Objects.requireNonNull(consumer, "consumer"));
    }

    /**
     * Appends every line to a file, which is made if it is not there. Several children may have the same one: lines stay whole.
     *
     * @param path the file
     * @return the choice
     */
    static Output file(Path path) {
        return new ToFile(Objects.requireNonNull(path, "path"));
    }

    /** Takes the lines of children. */
    @FunctionalInterface
    interface LineConsumer {
        /**
         * Takes one line.
         *
         * @param child the name of the child
         * @param pid its process
         * @param error true for its standard error
         * @param line the line, without its end
         */
        void line(String child, long pid, boolean error, String line);
    }

    /**
     * Lines go to this process's own streams.
     *
     * @param prefix whether each line begins with the name and pid of its child
     */
    record Inherit(boolean prefix) implements Output {}

    /** Lines go nowhere. */
    record Discard() implements Output {}

    /**
     * Lines go to a consumer.
     *
     * @param consumer takes them
     */
    record Lines(LineConsumer consumer) implements Output {}

    /**
     * Lines go to a file.
     *
     * @param path the file
     */
    record ToFile(Path path) implements Output {}
}
