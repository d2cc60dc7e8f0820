package dev.procession.internal.process;

import org.jspecify.annotations.Nullable;

/** What became of a call. */
public sealed interface Answer {
    /** It returned this. */
    record Value(@Nullable Object value) implements Answer {}

    /** It threw this, or what it returned could not be decoded. */
    record Thrown(Throwable thrown) implements Answer {}

    /** Its process ended first. */
    record None() implements Answer {}
}
