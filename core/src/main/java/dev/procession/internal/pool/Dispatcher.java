package dev.procession.internal.pool;

import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.process.Autopsy;
import dev.procession.internal.process.ControlBlock;
import dev.procession.os.Clock;
import dev.procession.pool.TaskInfo;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which task runs where, and how each one ended; the owner of all state that a pool's threads share.
 *
 * <p>One lock guards the queue, the tasks and the sessions. Under it nothing waits: rings are written as far as there is room,
 * and listeners are told, processes killed and objects decoded after it is given back.
 *
 * <p><b>States</b>: RUNNING → SHUTDOWN (no new tasks, those accepted run) → STOPPED (no task is left to run). Breaking the pool
 * is going to SHUTDOWN with a cause, and refusing what waits.
 *
 * <p><b>Invariants.</b> I1. A task that was accepted is in exactly one place: waiting, or assigned to one open session, or
 * ended. I2. A listener is told once, by the thread that ended its task. I3. A session is decided once: after its process's end
 * and its ring's, by {@link #died}, and nobody touches its channel afterwards.
 */
final class Dispatcher {
    private enum State {
        RUNNING,
        SHUTDOWN,
        STOPPED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition watchNeeded = lock.newCondition();
    private final ArrayDeque<Task> waiting = new ArrayDeque<>();
    private final List<Session> sessions = new ArrayList<>();
    private final String pool;
    private final Limits limits;
    private State state = State.RUNNING;
    private @Nullable PoolBrokenException broken;
    private long nextSequence = 1;
    private boolean watchSleeps;
    private boolean watchEnded;

    Dispatcher(String pool, Limits limits) {
        this.pool = pool;
        this.limits = limits;
    }

    /** Accepts tasks, in their order. */
    void submit(Collection<Task> tasks) {
        lock.lock();
        try {
            if (state != State.RUNNING) throw rejected();
            waiting.addAll(tasks);
            dispatch();
        } finally {
            lock.unlock();
        }
    }

    private RejectedExecutionException rejected() {
        return broken == null
                ? new RejectedExecutionException("pool '" + pool + "' is shut down; the task was not accepted")
                : new RejectedExecutionException("pool '" + pool + "' is broken; the task was not accepted", broken);
    }

    /** Gives waiting tasks to workers that can take one, and to an idle worker one that waits behind another. */
    private void dispatch() {
        while (true) {
            Session target = bestTarget();
            if (target == null) return;
            Task task = nextWaiting();
            if (task == null && target.isIdle()) task = steal();
            if (task == null) return;
            target.assign(task, nextSequence++, limits);
            if (watchSleeps) {
                watchSleeps = false;
                watchNeeded.signal();
            }
        }
    }

    private @Nullable Session bestTarget() {
        Session best = null;
        for (Session session : sessions) {
            if (session.load() >= session.depth()) continue;
            if (session.isIdle()) return session;
            if (best == null || session.load() < best.load()) best = session;
        }
        return best;
    }

    private @Nullable Task nextWaiting() {
        Task task = waiting.poll();
        while (task != null && task.state() == Task.State.ENDED) task = waiting.poll(); // cancelled where it stood
        return task;
    }

    private boolean hasWaiting() {
        while (!waiting.isEmpty() && waiting.peek().state() == Task.State.ENDED) waiting.poll();
        return !waiting.isEmpty();
    }

    private @Nullable Task steal() {
        for (Session victim : sessions) {
            Task task = victim.stealable();
            if (task != null && victim.revoke(task)) {
                if (task.state() == Task.State.ENDED) continue;
                task.takeBack();
                return task;
            }
        }
        return null;
    }

    /** A worker is ready for tasks; false if there will be none. */
    boolean ready(Session session) {
        lock.lock();
        try {
            if (state == State.STOPPED) return false;
            sessions.add(session);
            dispatch();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what a worker has sent. A frame that makes no sense is an {@code IllegalArgumentException}. */
    void results(Session session, List<Incoming> frames) {
        var ended = new Endings();
        lock.lock();
        try {
            for (Incoming frame : frames) result(session, frame, ended);
            dispatch();
            boolean ending = state != State.RUNNING || session.isWornOut();
            if (ending && session.isIdle()) session.nudge(); // its keeper, who ends it, may not be the one who reads
        } finally {
            lock.unlock();
            ended.tell();
        }
    }

    private void result(Session session, Incoming frame, Endings ended) {
        if (frame.kind() != Frames.DONE && frame.kind() != Frames.FAILED) {
            throw new IllegalArgumentException("a frame of kind " + frame.kind());
        }
        byte[] bytes = frame.bytes();
        if (bytes.length < Frames.FAILED_PAYLOAD_AT && bytes.length < Frames.DONE_PAYLOAD_AT) {
            throw new IllegalArgumentException("a result of " + bytes.length + " bytes");
        }
        long runningNanos = Math.clamp(ByteView.longAt(bytes, Frames.RESULT_RUNNING_AT), 0, Long.MAX_VALUE);
        Task task = session.finish(ByteView.longAt(bytes, Frames.RESULT_SEQUENCE_AT), runningNanos);
        boolean failed = frame.kind() == Frames.FAILED;
        if (failed) {
            if (bytes.length < Frames.FAILED_PAYLOAD_AT) throw new IllegalArgumentException("a failure cut short");
            if ((ByteView.intAt(bytes, Frames.FAILED_FLAGS_AT) & Frames.WORN_OUT) != 0) session.wearOut();
        }
        if (task == null || task.state() == Task.State.ENDED) return; // taken back, or cancelled meanwhile
        Optional<LossCause> expired = task.expiredFor();
        if (expired.isPresent()) {
            lose(session, task, expired.get(), Optional.empty(), List.of(), ended);
            return;
        }
        TaskInfo info = info(session, task, runningNanos);
        task.end();
        ended.add(
                task,
                failed
                        ? new RawOutcome.Thrown(bytes, Certificates.heap(session), info)
                        : new RawOutcome.Value(bytes, info));
    }

    /** Lets a thread that waits for a task look after the ring of the worker that has it, for a moment. */
    void help(Task task, BooleanSupplier done) {
        Session session;
        lock.lock();
        try {
            session = task.session();
        } finally {
            lock.unlock();
        }
        if (session != null) session.intake().help(done);
    }

    /** The channel of a session makes no sense. */
    void damaged(Session session, RuntimeException how) {
        lock.lock();
        try {
            session.damaged(how);
        } finally {
            lock.unlock();
        }
    }

    /** Decides, once, what becomes of the tasks of a session whose process has ended and whose ring has been read. */
    void died(Session session, Autopsy autopsy, List<String> lastOutput) {
        var ended = new Endings();
        lock.lock();
        try {
            sessions.remove(session);
            try {
                blameOldest(session, autopsy, lastOutput, ended);
                for (Task task : session.takeUnbegun().reversed()) {
                    if (task.state() == Task.State.ENDED) continue;
                    task.takeBack();
                    waitAgain(task, ended);
                }
                for (Task task : List.copyOf(session.assigned())) {
                    session.remove(task);
                    if (task.state() == Task.State.ENDED) continue;
                    LossCause cause = task.expiredFor().orElse(autopsy.cause());
                    loseDead(session, task, cause, autopsy, lastOutput, ended);
                }
            } finally {
                session.close(); // its channel is about to be unmapped, whatever went wrong here
            }
            dispatch();
        } finally {
            lock.unlock();
            ended.tell();
        }
    }

    /** Loses a task with its process; where there is no room for a whole certificate, with a short one. */
    private void loseDead(
            Session session, Task task, LossCause cause, Autopsy autopsy, List<String> lastOutput, Endings ended) {
        try {
            lose(session, task, cause, Optional.of(autopsy), lastOutput, ended);
        } catch (RuntimeException | Error e) { // no heap, say; the other tasks of this session are to be told too
            var brief = new Autopsy(autopsy.cause(), List.of("the rest could not be written down: " + e));
            lose(session, task, cause, Optional.of(brief), List.of(), ended);
        }
    }

    /**
     * If nothing ran, the oldest task may be what the worker died of before it could begin it: an input too large for its heap,
     * say. Without this a pool would go through workers for ever.
     */
    private void blameOldest(Session session, Autopsy autopsy, List<String> lastOutput, Endings ended) {
        Optional<Task> oldest = session.oldestIfNoneBegan();
        if (oldest.isEmpty() || oldest.get().state() == Task.State.ENDED) return;
        if (autopsy.cause() instanceof LossCause.PoolClosed || !oldest.get().diedUnbegun()) return;
        session.remove(oldest.get());
        loseDead(session, oldest.get(), autopsy.cause(), autopsy, lastOutput, ended);
    }

    private void lose(
            Session session,
            Task task,
            LossCause cause,
            Optional<Autopsy> autopsy,
            List<String> lastOutput,
            Endings ended) {
        if (task.attempt() < task.attempts() && state != State.STOPPED) {
            task.retry();
            waitAgain(task, ended);
            return;
        }
        long runningNanos = Math.max(0, Clock.monotonicNanos() - session.startedNanos(task));
        var certificate = Certificates.of(pool, session, task, cause, autopsy, lastOutput, runningNanos);
        TaskInfo info = info(session, task, runningNanos);
        task.end();
        ended.add(task, new RawOutcome.Gone(certificate, info));
    }

    /** A task that had a place goes before all that never had one. */
    private void waitAgain(Task task, Endings ended) {
        if (state == State.STOPPED) end(task, new LossCause.PoolClosed(), ended);
        else if (broken != null) refuse(task, broken, ended);
        else waiting.addFirst(task);
    }

    private void end(Task task, LossCause cause, Endings ended) {
        var certificate = Certificates.ofWaiting(pool, task, cause);
        TaskInfo info = new TaskInfo(task.attempt() - 1, "-", 0, Duration.ZERO);
        task.end();
        ended.add(task, new RawOutcome.Gone(certificate, info));
    }

    private static void refuse(Task task, PoolBrokenException cause, Endings ended) {
        task.end();
        ended.add(task, new RawOutcome.Refused(cause, noInfo()));
    }

    /** Cancels a task; false if it had ended, or runs and may not be interrupted. */
    boolean cancel(Task task, boolean mayInterrupt) {
        var ended = new Endings();
        lock.lock();
        try {
            if (task.state() == Task.State.ENDED) return false;
            Session session = task.session();
            LossCause cause = new LossCause.Cancelled();
            if (session == null) {
                end(task, cause, ended); // the queue passes it over: to search it for each would cost too much
            } else if (session.revoke(task)) {
                end(task, cause, ended);
                dispatch();
            } else if (mayInterrupt) {
                task.expire(cause);
                var certificate = Certificates.of(
                        pool, session, task, cause, Optional.empty(), List.of(), runningNanos(session, task));
                TaskInfo info = info(session, task, runningNanos(session, task));
                session.command(ControlBlock.INTERRUPT, task);
                session.killLater(task, Clock.monotonicNanos() + limits.graceNanos());
                task.end();
                ended.add(task, new RawOutcome.Gone(certificate, info));
                watchNeeded.signal();
            } else {
                return false;
            }
            if (session != null && session.isIdle()) session.nudge(); // its keeper may have waited for just this
            return true;
        } finally {
            lock.unlock();
            ended.tell();
        }
    }

    private static long runningNanos(Session session, Task task) {
        return Math.max(0, Clock.monotonicNanos() - session.startedNanos(task));
    }

    /** Lets all workers forget a function. */
    void forget(Call call) {
        lock.lock();
        try {
            for (Session session : sessions) session.forget(call);
        } finally {
            lock.unlock();
        }
    }

    /** Writes on what a session's ring had no room for. */
    void flush(Session session) {
        lock.lock();
        try {
            session.flush();
        } finally {
            lock.unlock();
        }
    }

    // ---- the end of the pool

    void shutdown() {
        lock.lock();
        try {
            if (state == State.RUNNING) state = State.SHUTDOWN;
            sessions.forEach(Session::nudge);
            watchNeeded.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what waits and what will come, with this cause; what runs goes on. */
    void breakFor(PoolBrokenException cause) {
        var ended = new Endings();
        lock.lock();
        try {
            if (broken == null) broken = cause;
            if (state == State.RUNNING) state = State.SHUTDOWN;
            for (Task task = nextWaiting(); task != null; task = nextWaiting()) refuse(task, cause, ended);
            sessions.forEach(Session::nudge);
        } finally {
            lock.unlock();
            ended.tell();
        }
    }

    /** Ends what waits; the caller kills the workers, whose ends decide the rest. */
    void stop() {
        var ended = new Endings();
        lock.lock();
        try {
            state = State.STOPPED;
            for (Task task = nextWaiting(); task != null; task = nextWaiting()) {
                end(task, new LossCause.PoolClosed(), ended);
            }
            sessions.forEach(Session::nudge);
            watchNeeded.signal();
        } finally {
            lock.unlock();
            ended.tell();
        }
    }

    /** Whether a worker that has no process should get one. */
    boolean wantsWorkers() {
        lock.lock();
        try {
            return state == State.RUNNING || (state == State.SHUTDOWN && hasWaiting());
        } finally {
            lock.unlock();
        }
    }

    /** Whether a session has nothing left to do, ever. */
    boolean isThrough(Session session) {
        lock.lock();
        try {
            boolean noMore =
                    session.isWornOut() || state == State.STOPPED || (state == State.SHUTDOWN && !hasWaiting());
            if (!noMore || !session.isIdle()) return false;
            session.wearOut(); // it is about to be asked to end: nothing more may be sent there
            return true;
        } finally {
            lock.unlock();
        }
    }

    boolean isShutdown() {
        lock.lock();
        try {
            return state != State.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        lock.lock();
        try {
            return state == State.STOPPED;
        } finally {
            lock.unlock();
        }
    }

    // ---- limits

    /** Looks at all running tasks, asks those over a limit to give way, and says whom to kill and when to look again. */
    LimitWatch.Findings inspect(long nowNanos) {
        lock.lock();
        try {
            var findings = new LimitWatch.Findings(nowNanos);
            for (Session session : sessions) limits.inspect(session, nowNanos, findings);
            return findings;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a session's process is at this very task. */
    boolean runs(Session session, Task task) {
        lock.lock();
        try {
            return session.isOpen() && session.running().filter(task::equals).isPresent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a look is due, or a task has been assigned while there was none to watch; may return early.
     *
     * @return false once {@link #endWatch} has been called
     */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever woke it
    boolean awaitWatch(LimitWatch.Findings findings) throws InterruptedException {
        lock.lock();
        try {
            if (watchEnded) return false;
            watchSleeps = sessions.stream().allMatch(Session::isIdle);
            if (watchSleeps) watchNeeded.await();
            else watchNeeded.awaitNanos(findings.nextNanos() - Clock.monotonicNanos());
            watchSleeps = false;
            return !watchEnded;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the thread that watches limits end. */
    void endWatch() {
        lock.lock();
        try {
            watchEnded = true;
            watchNeeded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static TaskInfo info(Session session, Task task, long runningNanos) {
        return new TaskInfo(
                task.attempt(),
                session.launched().child().name(),
                session.launched().child().pid(),
                Duration.ofNanos(runningNanos));
    }

    private static TaskInfo noInfo() {
        return new TaskInfo(0, "-", 0, Duration.ZERO);
    }

    /** What is to be told when the lock has been given back. */
    private static final class Endings {
        private final List<Task> tasks = new ArrayList<>(4);
        private final List<RawOutcome> outcomes = new ArrayList<>(4);

        void add(Task task, RawOutcome outcome) {
            tasks.add(task);
            outcomes.add(outcome);
        }

        /** Tells every listener, also if one of them throws: for want of heap, say. */
        void tell() {
            Throwable failure = null;
            for (int i = 0; i < tasks.size(); i++) {
                try {
                    tell(tasks.get(i), outcomes.get(i));
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
            }
            if (failure instanceof Error error) throw error;
            if (failure instanceof RuntimeException exception) throw exception;
        }

        private static void tell(Task task, RawOutcome outcome) {
            task.listener().ended(task, outcome instanceof RawOutcome.Gone gone ? named(task, gone) : outcome);
        }

        private static RawOutcome named(Task task, RawOutcome.Gone gone) {
            return new RawOutcome.Gone(Certificates.named(gone.certificate(), task.description()), gone.info());
        }
    }
}
