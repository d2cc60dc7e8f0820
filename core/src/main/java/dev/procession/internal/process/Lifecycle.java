package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.ProcessReport;
import dev.procession.os.Clock;
import dev.procession.process.ProcessOptions;
import dev.procession.process.SupervisedProcess;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The life of a child as its parent steers it: new → starting → running → ended → closed. What each call does in each state
 * stands in the table of {@link SupervisedProcess}.
 *
 * <p><b>Invariants.</b> I1. The state is RUNNING only while {@link Running} may be used: who ends the child sets ENDED, under the
 * lock, before anything that it holds is given back. I2. Whoever waits for the end is let go after all has been given back.
 */
public final class Lifecycle {
    /** Where a child is in its life. */
    public enum State {
        /** Not started. */
        NEW,
        /** Being started. */
        STARTING,
        /** Started and not ended. */
        RUNNING,
        /** Ended. */
        ENDED,
        /** Ended, if it ever ran, and released. */
        CLOSED
    }

    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final SupervisedProcess owner;
    private final String name;
    private final String path;
    private final boolean daemon;
    private final ProcessOptions options;
    private final CountDownLatch told = new CountDownLatch(1);
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private @Nullable Starter starter;
    private @Nullable Running running;
    private @Nullable Ladder ladder;
    private @Nullable Function<End, Optional<Throwable>> failure;
    private volatile State state = State.NEW;
    private volatile long pid;
    private volatile long startNanos;
    private volatile @Nullable End end;
    private volatile @Nullable ProcessReport report;
    private long livedNanos;

    /**
     * A child that has not been started.
     *
     * @param kind what it is named after unless the options name it
     */
    public Lifecycle(SupervisedProcess owner, String kind, ProcessOptions options, Starter starter) {
        this.owner = owner;
        this.path = ThisProcess.nextPath();
        this.name = options.name().orElseGet(() -> kind + "-" + path);
        this.daemon = options.daemon().orElseGet(() -> ThisProcess.info().daemon());
        this.options = options;
        this.starter = starter;
    }

    /** Whom the user knows it by. */
    public SupervisedProcess owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    public boolean isDaemon() {
        return daemon;
    }

    /** The options that it was made with. */
    public ProcessOptions options() {
        return options;
    }

    /** Where it is in its life. */
    public State state() {
        return state;
    }

    /** Who the child is to be. */
    Birth birth() {
        return Birth.here(name, path, daemon);
    }

    // ---- start

    public void start() {
        Starter how;
        synchronized (this) {
            how = starter;
            if (state != State.NEW || how == null) throw wrong("start()");
            state = State.STARTING;
        }
        boolean started = false;
        try {
            Children.add(this);
            startNanos = Clock.monotonicNanos();
            Running begun = how.start(this);
            started = true;
            begin(begun);
        } finally {
            if (!started) {
                state = State.NEW; // nothing is left of it: it may be tried again
                Children.remove(this);
            }
        }
    }

    private void begin(Running begun) {
        pid = begun.child().pid();
        synchronized (this) {
            if (state == State.STARTING) { // else it has ended already
                running = begun;
                state = State.RUNNING;
            }
            starter = null; // the child has its own copy of what it is to run
        }
        try {
            options.timeLimit().ifPresent(limit -> Ladder.watchTime(this, limit));
            options.memoryLimitBytes().ifPresent(bytes -> Ladder.watchMemory(this, bytes));
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            kill(new LossCause.Killed());
            throw StartFailures.noThread(name, e);
        }
    }

    // ---- the end

    /**
     * The child has ended: from here on nobody asks it for anything. Called once, by whoever watches it.
     *
     * @return how it ended, with what it was asked for as its cause where that is so
     */
    End ended(Child child, End how, @Nullable Function<End, Optional<Throwable>> failureOf) {
        Ladder climbed;
        End known;
        synchronized (this) {
            pid = child.pid(); // it may have ended before start() could note it
            known = climbedBy(how);
            end = known;
            livedNanos = Clock.monotonicNanos() - startNanos;
            failure = failureOf;
            state = State.ENDED;
            running = null;
            climbed = ladder;
        }
        if (climbed != null) climbed.finish();
        return known;
    }

    /** What it was asked for is why it ended, if it ended like that. */
    private End climbedBy(End how) {
        Ladder climbed = ladder;
        boolean inOrder = climbed != null && climbed.hasEndedIt(how);
        if (climbed == null || !inOrder) return how;
        return new End(how.status(), Optional.of(climbed.cause()), how.evidence(), how.lastOutput(), how.rssBytes());
    }

    /** Everything that was held for the child has been given back: lets go who waits for it. What follows an exit is user code. */
    void tell() {
        told.countDown();
        for (Runnable listener : listeners) listener.run();
        listeners.clear();
        End how = end;
        exit.complete(how == null ? new ExitStatus.Unknown("it was not seen") : how.status());
    }

    /** Everybody has been told, the user's own code too: the child no longer keeps the program alive. */
    void over() {
        Children.remove(this);
    }

    // ---- what users ask

    public ExitStatus join() throws InterruptedException {
        join(FOR_EVER);
        return exitStatus().orElseThrow();
    }

    public boolean join(Duration timeout) throws InterruptedException {
        checkStarted("join()");
        return told.await(nanos(timeout), TimeUnit.NANOSECONDS);
    }

    /** Whether the child runs. */
    public boolean isAlive() {
        return told.getCount() > 0 && (state == State.RUNNING || state == State.STARTING || state == State.ENDED);
    }

    /** Whether the child has been started and has not been seen to end. */
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    public OptionalLong pid() {
        return pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    public Optional<ExitStatus> exitStatus() {
        End how = end;
        return how == null || told.getCount() > 0 ? Optional.empty() : Optional.of(how.status());
    }

    public Optional<ProcessReport> report() {
        End how = end;
        if (how == null || told.getCount() > 0) return Optional.empty();
        ProcessReport known = report;
        if (known == null) {
            Function<End, Optional<Throwable>> decode;
            long lived;
            synchronized (this) {
                decode = failure;
                lived = livedNanos;
                known = report;
            }
            if (known != null) return Optional.of(known);
            Optional<Throwable> thrown = decode == null ? Optional.empty() : decode.apply(how);
            var made = new ProcessReport(
                    name,
                    pid,
                    how.status(),
                    thrown,
                    how.cause(),
                    how.evidence(),
                    Duration.ofNanos(lived),
                    how.rssBytes() > 0 ? OptionalLong.of(how.rssBytes()) : OptionalLong.empty(),
                    how.lastOutput());
            synchronized (this) {
                known = report;
                if (known == null) { // else another thread was faster: all see the same objects
                    known = made;
                    report = made;
                    failure = null;
                }
            }
        }
        return Optional.of(known);
    }

    public CompletableFuture<ExitStatus> onExit() {
        checkStarted("onExit()");
        return exit.copy();
    }

    /** Runs the listener, which neither waits nor throws, once the child has ended, at once if it has; until {@link #forget}. */
    public void listen(Runnable listener) {
        listeners.add(listener);
        if (told.getCount() == 0 && listeners.remove(listener)) listener.run();
    }

    public void forget(Runnable listener) {
        listeners.remove(listener);
    }

    /** Whether the end has been told. */
    public boolean isTold() {
        return told.getCount() == 0;
    }

    public void terminate(Duration grace) {
        checkStarted("terminate()");
        climb(new LossCause.Terminated(true), nanos(grace));
    }

    public void kill() {
        checkStarted("kill()");
        kill(new LossCause.Killed());
    }

    public void interrupt() {
        checkStarted("interrupt()");
        synchronized (this) {
            if (running != null) running.interrupt();
        }
    }

    /** Ends it, if need be, and releases it. */
    public void close() {
        State now;
        synchronized (this) {
            now = state;
            if (now == State.STARTING) throw wrong("close()");
            if (now == State.NEW || (now == State.ENDED && isTold())) state = State.CLOSED;
        }
        if (now == State.NEW) {
            starter = null;
            return;
        }
        if (now == State.CLOSED) return;
        climb(new LossCause.Terminated(true), nanos(options.grace()));
        awaitTold();
        state = State.CLOSED;
    }

    private void awaitTold() {
        boolean interrupted = false;
        while (true) {
            try {
                told.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // it is not waited for any longer, but it is not left behind either
                kill(new LossCause.Terminated(false));
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** Waits until the end has been told, in any state. */
    void awaitTold(long nanos) throws InterruptedException {
        told.await(nanos, TimeUnit.NANOSECONDS);
    }

    // ---- what this program does to it

    /** Asks for an end in order, and for the end of the whole tree after the time of grace. The first cause counts. */
    void climb(LossCause cause, long graceNanos) {
        Ladder climbing;
        synchronized (this) {
            if (running == null) return;
            if (ladder == null) ladder = new Ladder(this, running.child().pid(), cause);
            climbing = ladder;
        }
        climbing.remember(); // before it is asked: it may end at once, and then its tree cannot be found any more
        synchronized (this) {
            if (running != null && graceNanos > 0) running.terminate(graceNanos);
        }
        climbing.climb(graceNanos);
    }

    /** Ends the whole tree at once. */
    void kill(LossCause cause) {
        Running now;
        synchronized (this) {
            now = running;
        }
        if (now != null) now.child().kill(cause); // does nothing to one that has ended meanwhile
    }

    /** The child, while it runs. */
    @Nullable
    Child child() {
        synchronized (this) {
            return running == null ? null : running.child();
        }
    }

    /** Refuses a call that is for a child that has been started and not closed. */
    public void checkStarted(String call) {
        State now = state;
        if (now == State.NEW || now == State.STARTING || now == State.CLOSED) throw wrong(call);
    }

    /** Says what is wrong with a call in this state. */
    public IllegalStateException wrong(String call) {
        return new IllegalStateException(call + " of " + this + ": "
                + switch (state) {
                    case NEW -> "it has not been started; call start() first";
                    case STARTING -> "it is being started by another thread";
                    case RUNNING, ENDED -> "it has been started before; a process runs once, make another object";
                    case CLOSED -> "it has been closed; only its name, pid, status and report are left";
                });
    }

    static long nanos(Duration duration) {
        try {
            return Math.max(0, duration.toNanos());
        } catch (ArithmeticException e) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE; // 292 years are for ever
        }
    }

    @Override
    public String toString() {
        End how = end;
        return "process '" + name + "' (" + (pid == 0 ? "" : "pid " + pid + ", ")
                + state.name().toLowerCase(Locale.ROOT)
                + (how == null ? "" : ", " + how.status()) + (daemon ? ", daemon" : "") + ")";
    }
}
