package dev.procession.benchmarks.sync;

import java.util.Locale;

/** What is measured in a program of its own, so that no part meets what a compiler made of another. */
enum Part {
    /** A lock that nobody else wants. */
    FREE,
    /** A lock that two processes want. */
    CONTENDED_2(2),
    /** A lock that four processes want. */
    CONTENDED_4(4),
    /** Two events between two processes. */
    EVENT,
    /** One condition between two processes. */
    CONDITION,
    /** A counter that nobody else wants. */
    ADD;

    private final int processes;

    Part() {
        this(1);
    }

    Part(int processes) {
        this.processes = processes;
    }

    int processes() {
        return processes;
    }

    /** The id of its first row. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
