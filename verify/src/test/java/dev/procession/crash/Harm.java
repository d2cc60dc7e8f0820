package dev.procession.crash;

import dev.procession.testkit.Chaos;

/** What goes wrong, in the order of the rows of the table in the guide. */
enum Harm {
    ERROR("an error is thrown"),
    EXIT("`System.exit`"),
    HALT("`Runtime.halt`"),
    KILL("`kill -9`"),
    SEGFAULT("a native crash"),
    OUT_OF_MEMORY("the heap is full"),
    HANG("it never ends");

    static final int EXIT_CODE = 3;
    static final int HALT_CODE = 9;

    private final String words;

    Harm(String words) {
        this.words = words;
    }

    /** The beginning of the row. */
    String words() {
        return words;
    }

    /** Whether a process cannot survive it. */
    boolean isDeath() {
        return switch (this) {
            case EXIT, HALT, KILL, SEGFAULT -> true;
            case ERROR, OUT_OF_MEMORY, HANG -> false;
        };
    }

    void strike(boolean inCaller) {
        switch (this) {
            case ERROR -> throw new AssertionError("struck");
            case EXIT -> Chaos.exit(EXIT_CODE);
            case HALT -> Chaos.halt(HALT_CODE);
            case KILL -> Chaos.kill();
            case SEGFAULT -> Chaos.segfault();
            case OUT_OF_MEMORY -> exhaust(inCaller);
            case HANG -> {
                if (inCaller) Gate.hang();
                else Chaos.hang();
            }
        }
    }

    /** The caller is the JVM of all tests: there, more is asked for at once than there is, which harms no other thread. */
    private static void exhaust(boolean inCaller) {
        if (!inCaller) Chaos.fillHeap();
        Hazard.sink = new long[Integer.MAX_VALUE].length;
    }
}
