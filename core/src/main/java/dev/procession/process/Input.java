package dev.procession.process;

import java.nio.file.Path;
import java.util.Objects;

/** What a child reads as its standard input. */
public sealed interface Input {

    /** Nothing: {@code /dev/null}. The default. */
    Input EMPTY = new Empty();

    /**
     * What this process has as standard input. A child that reads from a terminal is stopped by the kernel, because it is in a
     * process group of its own; from a pipe or a file it may read, and then this process and the child share what is there.
     */
    Input INHERIT = new Inherit();

    /**
     * A file, from its beginning.
     *
     * @param path the file, which must be there when the child starts
     * @return the choice
     */
    static Input file(Path path) {
        return new FromFile(Objects.requireNonNull(path, "path"));
    }

    /**
     * A text, in the encoding of this platform.
     *
     * @param text all that the child can read; it goes through a file in shared memory
     * @return the choice
     */
    static Input text(String text) {
        return new Text(Objects.requireNonNull(text, "text"));
    }

    /** Nothing. */
    record Empty() implements Input {}

    /** This process's own. */
    record Inherit() implements Input {}

    /**
     * A file.
     *
     * @param path the file
     */
    record FromFile(Path path) implements Input {}

    /**
     * A text.
     *
     * @param text the text
     */
    record Text(String text) implements Input {}
}
