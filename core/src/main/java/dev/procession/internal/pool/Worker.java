package dev.procession.internal.pool;

import dev.procession.CorruptSegmentException;
import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.StartException;
import dev.procession.internal.process.Autopsy;
import dev.procession.internal.process.Birth;
import dev.procession.internal.process.Child;
import dev.procession.internal.process.ControlBlock;
import dev.procession.internal.process.Launched;
import dev.procession.internal.process.Launcher;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Clock;
import dev.procession.pool.WorkerInfo;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place in a pool: the keeper thread that starts its process, brings its results in, and replaces it when it has ended.
 *
 * <p>The keeper never waits for room in a ring, so a child that waits for the parent to read always finds it reading.
 */
final class Worker implements Runnable {
    /** Starts that fail before READY, one after the other, that break the pool. */
    static final int MOST_FAILED_STARTS = 3;

    private static final long END_PATIENCE_NANOS = 2_000_000_000;
    private static final long FIRST_PAUSE_NANOS = 10_000_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000;

    private final String name;
    private final Dispatcher dispatcher;
    private final Launcher launcher;
    private final int longestMessage;
    private final Duration startTimeout;
    private volatile @Nullable Launched current;
    private volatile @Nullable Session session;
    private volatile WorkerInfo.State state = WorkerInfo.State.STARTING;
    private volatile int generation;

    Worker(String name, Dispatcher dispatcher, Launcher launcher, int longestMessage, Duration startTimeout) {
        this.name = name;
        this.dispatcher = dispatcher;
        this.launcher = launcher;
        this.longestMessage = longestMessage;
        this.startTimeout = startTimeout;
    }

    @Override
    public void run() {
        int failedStarts = 0;
        long pauseNanos = FIRST_PAUSE_NANOS;
        while (dispatcher.wantsWorkers()) {
            try {
                live();
                failedStarts = 0;
                pauseNanos = FIRST_PAUSE_NANOS;
            } catch (EndedFromOutside e) {
                pause(pauseNanos); // somebody kills what boots: do not race him
                pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
            } catch (RuntimeException
                    | Error e) { // a start that failed, or what nobody foresaw: the place must not be lost
                if (++failedStarts < MOST_FAILED_STARTS || !dispatcher.wantsWorkers()) continue;
                dispatcher.breakFor(new PoolBrokenException(
                        "worker '" + name + "' could not be started " + failedStarts
                                + " times in a row; the pool is broken"
                                + "\n  effect:  every task that had not begun fails with this; running ones go on"
                                + "\n  remedy:  the last failure is the cause; mend it and open another pool",
                        e));
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt a keeper: its process was ended, and gets a successor
            }
        }
        state = WorkerInfo.State.ENDING;
    }

    private void pause(long nanos) {
        try {
            dispatcher.pause(nanos);
        } catch (InterruptedException e) {
            // nobody has a reason to interrupt a keeper: a shorter pause
        }
    }

    /** The life of one process. */
    private void live() throws InterruptedException, EndedFromOutside {
        state = WorkerInfo.State.STARTING;
        int number = generation + 1;
        generation = number; // only this thread writes it
        Launched launched = launcher.start(Birth.here(name, "", true), WorkerRole.class, longestMessage);
        current = launched;
        try {
            if (dispatcher.isStopped()) launched.child().kill(new LossCause.PoolClosed());
            try {
                launched.awaitReady(startTimeout);
            } catch (StartException e) {
                if (dispatcher.isStopped()) return;
                if (launched.endedFromOutside()) throw new EndedFromOutside();
                throw e;
            }
            Session opened = new Session(this, launched, dispatcher);
            if (dispatcher.ready(opened)) {
                session = opened;
                state = WorkerInfo.State.IDLE;
                serve(opened, launched);
            }
        } finally {
            state = WorkerInfo.State.ENDING;
            current = null;
            session = null;
            bury(launched);
        }
    }

    private static void bury(Launched launched) throws InterruptedException {
        Child child = launched.child();
        if (child.isAlive()) child.kill(new LossCause.PoolClosed());
        child.awaitEnd(); // a SIGKILL is not refused
        try {
            launched.lastOutput();
            launched.tellEnd();
        } finally {
            launched.dispose();
        }
    }

    private void serve(Session serving, Launched launched) throws InterruptedException {
        try {
            pump(serving, launched);
        } catch (CorruptSegmentException | IllegalArgumentException e) {
            launched.child().kill(new LossCause.ChannelCorrupt(String.valueOf(e.getMessage())));
        } catch (InterruptedException | RuntimeException | Error e) {
            LibraryLog.log(Level.ERROR, "worker '" + name + "' is given up", e);
            launched.child().kill(new LossCause.Undetermined("the pool could not go on with it: " + e));
        }
        launched.child().awaitEnd();
        serving.intake().close();
        Autopsy autopsy;
        List<String> words = List.of();
        try {
            autopsy = launched.autopsy();
            words = launched.lastOutput();
        } catch (InterruptedException | RuntimeException | Error e) { // its tasks are to be told in any case
            autopsy = new Autopsy(
                    launched.child().status().orElseThrow(),
                    new LossCause.Undetermined("its end could not be examined: " + e),
                    List.of());
        }
        dispatcher.died(serving, autopsy, words);
    }

    /** Brings results in until the process has ended and its ring is read. */
    private void pump(Session serving, Launched launched) throws InterruptedException {
        Child child = launched.child();
        long killNanos = Long.MAX_VALUE;
        while (true) {
            boolean dead = !child.isAlive(); // before the last look at the ring
            if (serving.intake().take()) continue;
            if (dead) return;
            serving.takeAttention();
            serving.throwIfDamaged();
            if (serving.isFlushing()) dispatcher.flush(serving);
            if (killNanos == Long.MAX_VALUE && dispatcher.isThrough(serving)) {
                launched.control().command(ControlBlock.END, 0);
                killNanos = Clock.monotonicNanos() + END_PATIENCE_NANOS;
            }
            if (Clock.monotonicNanos() >= killNanos) child.kill(new LossCause.PoolClosed());
            int wanted = Bell.DATA | Bell.LOCAL | (serving.isFlushing() ? Bell.SPACE : 0);
            launched.duplex().ownBell().await(wanted, serving::needsKeeper, child, killNanos);
        }
    }

    /** Ends the process that there is, or that is being started. */
    void kill(LossCause cause) {
        Launched now = current;
        if (now != null) now.child().kill(cause);
    }

    WorkerInfo info() {
        Launched now = current;
        Session serving = session;
        WorkerInfo.State shown = state;
        if (shown == WorkerInfo.State.IDLE && serving != null && !serving.looksIdle()) shown = WorkerInfo.State.BUSY;
        return new WorkerInfo(
                name,
                now == null ? 0 : now.child().pid(),
                shown,
                serving == null ? 0 : serving.tasksDone(),
                generation);
    }

    /** A start that an outside signal ended: it says nothing about the next one. */
    private static final class EndedFromOutside extends Exception {
        private static final long serialVersionUID = 1L;

        EndedFromOutside() {
            super(null, null, false, false);
        }
    }
}
