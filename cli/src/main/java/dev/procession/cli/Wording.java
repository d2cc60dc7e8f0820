package dev.procession.cli;

import dev.procession.cli.Tally.Counts;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;

/** What people read while a run goes on, and at its end. */
final class Wording {

    private Wording() {}

    /** Returns one line: count, rate, failed, lost, time left. */
    static String progress(Counts counts) {
        var text = new StringBuilder().append(counts.ended());
        counts.total().ifPresent(n -> text.append(" of ").append(n));
        text.append(", ")
                .append(rate(counts))
                .append(", ")
                .append(counts.failed())
                .append(" failed, ");
        text.append(counts.lost()).append(" lost");
        if (counts.total().isPresent() && counts.ended() > 0) {
            double seconds = (counts.total().getAsLong() - counts.ended()) / counts.perSecond();
            text.append(", ")
                    .append(time(Duration.ofMillis((long) (seconds * 1000))))
                    .append(" left");
        }
        return text.toString();
    }

    /** Returns the table at the end of a run; if it is not complete, with what is left where that is known. */
    static String summary(Counts counts, boolean complete) {
        var table = new Table()
                .row("done", counts.done())
                .row("failed", counts.failed())
                .row("lost", counts.lost());
        new TreeMap<>(counts.lostByKind()).forEach((kind, n) -> table.row("  " + kind, n));
        if (!complete && counts.total().isPresent()) {
            table.row("not finished", counts.total().getAsLong() - counts.ended());
        }
        table.row("time", time(counts.elapsed())).row("rate", rate(counts));
        return table.toString();
    }

    static String time(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 10) return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        if (seconds < 60) return seconds + " s";
        if (seconds < 3600) return seconds / 60 + " m " + seconds % 60 + " s";
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " m";
    }

    private static String rate(Counts counts) {
        double rate = counts.perSecond();
        return String.format(Locale.ROOT, rate < 100 ? "%.1f/s" : "%.0f/s", rate);
    }
}
