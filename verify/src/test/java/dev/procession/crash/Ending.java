package dev.procession.crash;

import dev.procession.os.Signals;
import dev.procession.testkit.Chaos;

/** The ways in which a process can end, in the order of the rows of the tables in the guide. */
enum Ending {
    RETURN("`main` returns"),
    THROW("`main` throws"),
    THREAD_THROWS("another thread throws"),
    EXIT("`System.exit(3)`"),
    EXIT_OUT_OF_RANGE("`System.exit(256)`"),
    HALT("`Runtime.halt(3)`"),
    INTERRUPT("Ctrl-C, SIGINT"),
    HANG_UP("SIGHUP"),
    TERMINATION("SIGTERM"),
    KILL("SIGKILL"),
    CRASH("a native crash");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /** The beginning of the row. */
    String words() {
        return words;
    }

    /** The signal that somebody sends, or 0 for what the process does itself. */
    int signal() {
        return switch (this) {
            case INTERRUPT -> Signals.SIGINT;
            case HANG_UP -> Signals.SIGHUP;
            case TERMINATION -> Signals.SIGTERM;
            case KILL -> Signals.SIGKILL;
            case RETURN, THROW, THREAD_THROWS, EXIT, EXIT_OUT_OF_RANGE, HALT, CRASH -> 0;
        };
    }

    /** Ends this process, or waits for somebody to do it; called by main, last. */
    void strike() throws InterruptedException {
        switch (this) {
            case RETURN -> {}
            case THROW -> throw new IllegalStateException("thrown by main");
            case THREAD_THROWS -> {
                Thread thread = Thread.ofPlatform().start(() -> {
                    throw new IllegalStateException("thrown by a thread");
                });
                thread.join();
            }
            case EXIT -> Chaos.exit(3);
            case EXIT_OUT_OF_RANGE -> Chaos.exit(256);
            case HALT -> Chaos.halt(3);
            case CRASH -> Chaos.segfault();
            case INTERRUPT, HANG_UP, TERMINATION, KILL -> Chaos.hang();
        }
    }
}
