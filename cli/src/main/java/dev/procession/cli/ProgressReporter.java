package dev.procession.cli;

import java.time.Duration;
import java.util.function.Supplier;

/** Shows how far a run is: a line that is redrawn on a terminal, a line now and then elsewhere. */
final class ProgressReporter {
    private static final Duration REDRAWN_EVERY = Duration.ofMillis(100);
    private static final Duration PRINTED_EVERY = Duration.ofSeconds(5);

    private final Screen screen;
    private final Supplier<String> line;
    private final Thread thread;

    private ProgressReporter(Screen screen, Supplier<String> line) {
        this.screen = screen;
        this.line = line;
        this.thread = Thread.ofPlatform().name("procession-progress").daemon().unstarted(this::show);
    }

    static ProgressReporter start(Screen screen, Supplier<String> line) {
        var reporter = new ProgressReporter(screen, line);
        reporter.thread.start();
        return reporter;
    }

    /** Shows nothing more, and takes the line away. Does not wait. */
    void stop() {
        thread.interrupt();
        screen.erase();
    }

    private void show() {
        try {
            while (true) {
                Thread.sleep(screen.hasProgressLine() ? REDRAWN_EVERY : PRINTED_EVERY);
                if (screen.hasProgressLine()) {
                    screen.progress(line.get());
                } else {
                    screen.note(line.get());
                }
            }
        } catch (InterruptedException e) {
            screen.erase();
        }
    }
}
