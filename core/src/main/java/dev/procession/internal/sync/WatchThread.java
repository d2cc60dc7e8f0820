package dev.procession.internal.sync;

import dev.procession.Deadlock;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks for cycles now and then, and tells of each once. */
public final class WatchThread {
    private static final long PAUSE_MILLIS = 500;

    private final Domain domain;
    private final Consumer<Deadlock> listener;
    private final Thread thread;
    private final Set<Set<CellId>> told = new HashSet<>();
    private boolean ended;

    private WatchThread(Domain domain, Consumer<Deadlock> listener) {
        this.domain = domain;
        this.listener = listener;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("procession-deadlock-watch")
                .inheritInheritableThreadLocals(false)
                .unstarted(this::run);
    }

    /** Starts one; from here on all processes of the domain write down what it needs. */
    public static WatchThread start(Consumer<Deadlock> listener) {
        Domain domain = Domain.acquire();
        domain.watch(1);
        boolean started = false;
        try {
            var watch = new WatchThread(domain, listener);
            watch.thread.start();
            started = true;
            return watch;
        } finally {
            if (!started) end(domain);
        }
    }

    private static void end(Domain domain) {
        domain.watch(-1);
        Domain.release();
    }

    /** Tells the log. */
    public static void log(Deadlock deadlock) {
        LibraryLog.log(
                Level.WARNING,
                deadlock + "  effect:  these threads wait for each other, for ever"
                        + "\n  remedy:  take locks in one order everywhere, or with a time; kill one of the processes");
    }

    private void run() {
        try {
            while (pause()) {
                try {
                    look();
                } catch (RuntimeException e) { // no descriptor left to map what others have made, say
                    LibraryLog.log(Level.WARNING, "a deadlock watch could not look, and goes on", e);
                }
            }
        } finally {
            end(domain);
        }
    }

    /** False if it is ended. */
    private synchronized boolean pause() {
        long endNanos = System.nanoTime() + PAUSE_MILLIS * 1_000_000;
        for (long left = PAUSE_MILLIS; !ended && left > 0; left = (endNanos - System.nanoTime()) / 1_000_000) {
            try {
                wait(left);
            } catch (InterruptedException e) {
                // a listener's, not the end
            }
        }
        return !ended;
    }

    private void look() {
        List<List<WaitRecord>> cycles = WaitGraph.cycles(domain);
        told.retainAll(cycles.stream().map(WatchThread::names).collect(Collectors.toSet()));
        for (List<WaitRecord> cycle : cycles) {
            if (!told.add(names(cycle))) continue;
            try {
                listener.accept(WaitGraph.deadlock(domain, cycle));
            } catch (Throwable e) { // the listener's; the watch goes on
                LibraryLog.log(Level.WARNING, "a listener of a deadlock watch threw", e);
            }
        }
    }

    private static Set<CellId> names(List<WaitRecord> cycle) {
        return cycle.stream().map(WaitRecord::cell).collect(Collectors.toSet());
    }

    /** Ends it. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }
}
