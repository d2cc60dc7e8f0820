package dev.procession.examples.tour;

import dev.procession.process.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What children print: kept in the order in which it came, and shown. */
final class Lines {
    private static final long PATIENCE_SECONDS = 30;

    private final List<String> lines = new ArrayList<>(); // guarded by this

    /** For the options of a child; several may have the same. */
    Output output() {
        return Output.lines((child, pid, error, line) -> add(line));
    }

    synchronized void add(String line) {
        System.out.println("  | " + line);
        lines.add(line);
        notifyAll();
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** Waits for a line that begins so, and returns what follows. */
    synchronized String await(String beginning) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            for (String line : lines) {
                if (line.startsWith(beginning)) return line.substring(beginning.length());
            }
            long restNanos = deadlineNanos - System.nanoTime();
            if (restNanos <= 0) throw new IllegalStateException("no line '" + beginning + "' came, only " + lines);
            TimeUnit.NANOSECONDS.timedWait(this, restNanos);
        }
    }
}
