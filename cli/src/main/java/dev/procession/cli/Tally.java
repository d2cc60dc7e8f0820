package dev.procession.cli;

import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts outcomes; any thread may ask. */
final class Tally {
    private final OptionalLong total;
    private final long startNanos;
    private long done;
    private long failed;
    private final Map<String, Long> lostByKind = new TreeMap<>();

    Tally(OptionalLong total, long startNanos) {
        this.total = total;
        this.startNanos = startNanos;
    }

    synchronized void add(Outcome<?, ?> outcome) {
        switch (outcome) {
            case Done<?, ?> _ -> done++;
            case Failed<?, ?> _ -> failed++;
            case Lost<?, ?>(var _, var certificate, var _) ->
                lostByKind.merge(certificate.cause().kind(), 1L, Long::sum);
        }
    }

    synchronized Counts counts(long nowNanos) {
        return new Counts(total, done, failed, Map.copyOf(lostByKind), Duration.ofNanos(nowNanos - startNanos));
    }

    /**
     * The counts at one moment.
     *
     * @param total how many inputs there are, if that is known
     * @param done how many were done
     * @param failed how many failed
     * @param lostByKind how many were lost, by kind of cause
     * @param elapsed the time since the start
     */
    record Counts(OptionalLong total, long done, long failed, Map<String, Long> lostByKind, Duration elapsed) {

        long lost() {
            return lostByKind.values().stream().mapToLong(Long::longValue).sum();
        }

        long ended() {
            return done + failed + lost();
        }

        double perSecond() {
            return ended() / Math.max(elapsed.toNanos() / 1e9, 1e-3);
        }

        boolean allDone() {
            return done == ended();
        }
    }
}
