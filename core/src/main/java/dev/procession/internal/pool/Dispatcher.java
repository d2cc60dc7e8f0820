package dev.procession.internal.pool;

import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.process.Autopsy;
import dev.procession.internal.process.ControlBlock;
import dev.procession.os.Clock;
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
    private final Condition stateChanged = lock.newCondition();
    private final Telling telling = new Telling(lock);
    private final WaitingTasks waiting = new WaitingTasks();
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

    /** See {@link Telling#await}. */
    void awaitTold() {
        telling.await();
    }

    /** Waits before another try to start a worker, unless the pool is to end meanwhile. */
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long restNanos = nanos;
            while (mayStart() && restNanos > 0) restNanos = stateChanged.awaitNanos(restNanos);
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
            Task task = waiting.next();
            // then no keeper need wait any more to start a process
            if (task == null && state != State.RUNNING) stateChanged.signalAll();
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
        var ended = new Endings(pool);
        lock.lock();
        try {
            for (Incoming frame : frames) result(session, frame, ended);
            dispatch();
            boolean ending = state != State.RUNNING || session.isWornOut();
            if (ending && session.isIdle()) session.nudge(); // its keeper, who ends it, may not be the one who reads
        } finally {
            telling.unlockAndTell(ended);
        }
    }

    private void result(Session session, Incoming frame, Endings ended) {
        boolean failed = frame.kind() == Frames.FAILED;
        if (!failed && frame.kind() != Frames.DONE) {
            throw new IllegalArgumentException("a frame of kind " + frame.kind());
        }
        byte[] bytes = frame.bytes();
        if (bytes.length < (failed ? Frames.FAILED_PAYLOAD_AT : Frames.DONE_PAYLOAD_AT)) {
            throw new IllegalArgumentException("a result of " + bytes.length + " bytes");
        }
        if (failed && (ByteView.intAt(bytes, Frames.FAILED_FLAGS_AT) & Frames.WORN_OUT) != 0) session.wearOut();
        Task task = session.assigned(ByteView.longAt(bytes, Frames.RESULT_SEQUENCE_AT));
        if (task == null) return; // taken back
        long runningNanos = Math.clamp(ByteView.longAt(bytes, Frames.RESULT_RUNNING_AT), 0, Long.MAX_VALUE);
        if (task.state() != Task.State.ENDED) { // else it was cancelled meanwhile
            Optional<LossCause> expired = task.expiredFor();
            if (expired.isPresent()) lose(session, task, expired.get(), Optional.empty(), List.of(), ended);
            else ended.returned(session, task, bytes, failed, runningNanos);
        }
        session.finish(task, runningNanos); // the last step: what fails before leaves the task to the end of its worker
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
        var ended = new Endings(pool);
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
            telling.unlockAndTell(ended);
        }
    }

    /** Loses a task with its process; where there is no room for a whole certificate, with a short one. */
    private void loseDead(
            Session session, Task task, LossCause cause, Autopsy autopsy, List<String> lastOutput, Endings ended) {
        try {
            lose(session, task, cause, Optional.of(autopsy), lastOutput, ended);
        } catch (RuntimeException | Error e) { // no heap, say; the other tasks of this session are to be told too
            var brief =
                    new Autopsy(autopsy.status(), autopsy.cause(), List.of("the rest could not be written down: " + e));
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
        ended.lost(session, task, cause, autopsy, lastOutput);
    }

    /** A task that had a place goes before all that never had one. */
    private void waitAgain(Task task, Endings ended) {
        if (state == State.STOPPED) ended.lost(task, new LossCause.PoolClosed());
        else if (broken != null) ended.refused(task, broken);
        else waiting.addFirst(task);
    }

    /** Cancels a task; false if it had ended, or runs and may not be interrupted. */
    boolean cancel(Task task, boolean mayInterrupt) {
        var ended = new Endings(pool);
        lock.lock();
        try {
            if (task.state() == Task.State.ENDED) return false;
            Session session = task.session();
            LossCause cause = new LossCause.Cancelled();
            if (session == null) {
                ended.lost(task, cause); // the queue passes it over: to search it for each would cost too much
            } else if (session.revoke(task)) {
                ended.lost(task, cause);
                dispatch();
            } else if (mayInterrupt) {
                task.expire(cause);
                session.command(ControlBlock.INTERRUPT, task);
                session.killLater(task, Clock.monotonicNanos() + limits.graceNanos());
                ended.lost(session, task, cause, Optional.empty(), List.of());
                watchNeeded.signal();
            } else {
                return false;
            }
            if (session != null && session.isIdle()) session.nudge(); // its keeper may have waited for just this
            return true;
        } finally {
            telling.unlockAndTell(ended);
        }
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
            stateChanged.signalAll();
            sessions.forEach(Session::nudge);
            watchNeeded.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what waits and what will come, with this cause; what runs goes on. */
    void breakFor(PoolBrokenException cause) {
        var ended = new Endings(pool);
        lock.lock();
        try {
            if (broken == null) broken = cause;
            if (state == State.RUNNING) state = State.SHUTDOWN;
            stateChanged.signalAll();
            for (Task task = waiting.next(); task != null; task = waiting.next()) ended.refused(task, cause);
            sessions.forEach(Session::nudge);
        } finally {
            telling.unlockAndTell(ended);
        }
    }

    /** Ends what waits; the caller kills the workers, whose ends decide the rest. */
    void stop() {
        var ended = new Endings(pool);
        lock.lock();
        try {
            state = State.STOPPED;
            stateChanged.signalAll();
            for (Task task = waiting.next(); task != null; task = waiting.next()) {
                ended.lost(task, new LossCause.PoolClosed());
            }
            sessions.forEach(Session::nudge);
            watchNeeded.signal();
        } finally {
            telling.unlockAndTell(ended);
        }
    }

    private boolean mayStart() {
        return state == State.RUNNING || (state == State.SHUTDOWN && waiting.hasAny());
    }

    /** Whether a worker that has no process should get one. */
    boolean wantsWorkers() {
        lock.lock();
        try {
            return mayStart();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a session has nothing left to do, ever. */
    boolean isThrough(Session session) {
        lock.lock();
        try {
            boolean noMore =
                    session.isWornOut() || state == State.STOPPED || (state == State.SHUTDOWN && !waiting.hasAny());
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
}
