package dev.procession.internal.process;

import java.util.Optional;

/** What a child that has ended said of its end, as its parent has it. */
interface LastWords {
    /** One of {@link EndMark}, or 0 if no word came from its shutdown hooks: they did not run, or this process did not read. */
    int endMark();

    /** The words that go with the mark. */
    Optional<String> caller();

    /** What was given to {@code exit} in the child, or 0 if that is not known. */
    int exitNumber();
}
