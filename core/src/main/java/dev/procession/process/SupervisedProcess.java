package dev.procession.process;

import dev.procession.ExitStatus;
import dev.procession.ProcessReport;
import dev.procession.internal.process.Children;
import dev.procession.internal.process.Lifecycle;
import dev.procession.internal.process.Starter;
import dev.procession.internal.process.ThisProcess;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A process that this one has started, or will start: a {@link ChildProcess} runs Java code, a {@link CommandProcess} any program.
 *
 * <p><b>What each call does in each state</b>; {@code error} is an {@link IllegalStateException} that names the state.
 *
 * <table>
 * <caption>Calls and states</caption>
 * <tr><th>call</th><th>new</th><th>running</th><th>ended</th><th>closed</th></tr>
 * <tr><td>{@code start}</td><td>starts</td><td>error</td><td>error</td><td>error</td></tr>
 * <tr><td>{@code join}, {@code sentinel}, {@code onExit}, {@code toHandle}</td><td>error</td><td>acts</td><td>acts</td><td>error</td></tr>
 * <tr><td>{@code terminate}, {@code kill}, {@code interrupt}</td><td>error</td><td>acts</td><td>nothing</td><td>error</td></tr>
 * <tr><td>{@code isAlive}</td><td>false</td><td>true</td><td>false</td><td>false</td></tr>
 * <tr><td>{@code pid}</td><td>error</td><td>answers</td><td>answers</td><td>answers, if it ever ran</td></tr>
 * <tr><td>{@code exitStatus}, {@code report}</td><td>empty</td><td>empty</td><td>answers</td><td>answers</td></tr>
 * <tr><td>{@code name}, {@code isDaemon}</td><td>answers</td><td>answers</td><td>answers</td><td>answers</td></tr>
 * <tr><td>{@code close}</td><td>closes</td><td>ends it, closes</td><td>closes</td><td>nothing</td></tr>
 * </table>
 *
 * <p>While one thread is in {@code start}, calls of others are as for a new process, and {@code start} and {@code close} are errors.
 *
 * <p><b>If a process dies.</b> If the child dies, by whatever cause, every waiting {@code join} returns at once, and
 * {@link #report} says why. If this process dies, even by SIGKILL, the kernel ends the child and its process group.
 *
 * <p><b>Threads.</b> All calls may be made from any thread; all that wait for an end see the same status. When {@code join} has
 * returned, the process has been reaped, nothing that was held for it is left, and the lines it printed have been handed on.
 *
 * <p><b>Memory consistency.</b> Actions before {@code start} <i>happen-before</i> the child's; the child's <i>happen-before</i>
 * the return of {@code join}. Objects are copied, not shared.
 */
public abstract sealed class SupervisedProcess implements AutoCloseable permits ChildProcess, CommandProcess {
    /** Null in the process itself: what arrives there is who it is, not somebody it supervises. */
    private final @Nullable Lifecycle life;

    SupervisedProcess(@Nullable String kind, ProcessOptions options, Starter starter) {
        this.life = new Lifecycle(this, kind == null ? kindOf(getClass()) : kind, options, starter);
    }

    /**
     * Called as one is decoded in the process that it stands for. Protected, because Java serialisation calls it on behalf of the
     * user's subclass, which is of another package.
     */
    protected SupervisedProcess() {
        this.life = null;
    }

    private static String kindOf(Class<?> type) {
        return type.getSimpleName().isEmpty() ? "ChildProcess" : type.getSimpleName();
    }

    final Lifecycle life(String call) {
        if (life != null) return life;
        throw new IllegalStateException(call + " of " + this + ": this is the process itself, and " + call
                + " is for the process that started it");
    }

    /**
     * Returns the children of this process that have been started, not by a call that is still under way, and have not ended,
     * oldest first. Those of pools are not among
     * them.
     *
     * @return the processes
     */
    public static List<SupervisedProcess> active() {
        return Children.live().stream()
                .filter(Lifecycle::isRunning)
                .map(Lifecycle::owner)
                .toList();
    }

    /**
     * Starts the process, and waits until it is ready: the boot of a JVM, or the start of a shell.
     *
     * <p>An interrupt of the caller does not keep it from starting, and is kept.
     *
     * @throws dev.procession.StartException if it could not be started, with the words of a JVM that could not boot; nothing of it
     *     is left then, and it may be tried again
     * @throws dev.procession.EncodingException if what it is to run cannot be sent, with the path of fields
     * @throws IllegalStateException if it has been started before
     */
    public final void start() {
        life("start()").start();
    }

    /**
     * Waits until the process has ended.
     *
     * @return how
     * @throws InterruptedException if the caller is interrupted while it waits; the process goes on
     * @throws IllegalStateException if it has not been started, or has been closed
     */
    public final ExitStatus join() throws InterruptedException {
        return life("join()").join();
    }

    /**
     * Waits until the process has ended, but not longer than a time.
     *
     * @param timeout the longest time; zero or less only looks
     * @return whether it has ended
     * @throws InterruptedException if the caller is interrupted while it waits; the process goes on
     * @throws IllegalStateException if it has not been started, or has been closed
     */
    public final boolean join(Duration timeout) throws InterruptedException {
        return life("join()").join(timeout);
    }

    /**
     * Tells whether the process runs.
     *
     * @return true from {@code start} until its end has been told to all who wait for it
     */
    public final boolean isAlive() {
        return life("isAlive()").isAlive();
    }

    /**
     * Asks the process to end in order, and ends its whole tree by SIGKILL if it has not after the {@linkplain
     * ProcessOptions#withGrace time of grace of its options}. Returns at once; {@code join} waits for the end.
     *
     * @see #terminate(Duration)
     */
    public final void terminate() {
        Lifecycle own = life("terminate()");
        own.terminate(own.options().grace());
    }

    /**
     * Asks the process to end in order, and ends its whole tree by SIGKILL if it has not after a time. Returns at once; {@code
     * join} waits for the end.
     *
     * <p>In a {@link ChildProcess} the main thread is interrupted, so that its {@code finally} blocks run; if it has not ended
     * after half the time, the JVM's shutdown hooks run all the same. Its own children are ended in order too. It ends with exit
     * code 143. A {@link CommandProcess} gets SIGTERM, with its group.
     *
     * @param grace the time; zero kills at once. A second call may shorten what the first one gave
     */
    public final void terminate(Duration grace) {
        life("terminate()").terminate(grace);
    }

    /** Ends the process and its whole tree by SIGKILL; nothing of its code runs any more. Returns at once. */
    public final void kill() {
        life("kill()").kill();
    }

    /**
     * Interrupts the main thread of a {@link ChildProcess}, as {@link Thread#interrupt} does; a {@link CommandProcess} gets SIGINT,
     * with its group. Returns at once.
     */
    public final void interrupt() {
        life("interrupt()").interrupt();
    }

    /**
     * Ends the process, in order if it can be within its time of grace, waits for that, and releases the object. The thread that
     * is interrupted meanwhile waits no longer: the process is killed.
     */
    @Override
    public final void close() {
        life("close()").close();
    }

    /**
     * Returns how the process ended.
     *
     * @return the status, or empty while it has not
     */
    public final Optional<ExitStatus> exitStatus() {
        return life("exitStatus()").exitStatus();
    }

    /**
     * Returns how the process ended, in full. What {@code run} threw is decoded by the first thread that asks.
     *
     * @return the report, or empty while it has not ended
     */
    public final Optional<ProcessReport> report() {
        return life("report()").report();
    }

    /**
     * Returns the number of the process.
     *
     * @return the pid
     * @throws IllegalStateException if it has not been started
     */
    public final long pid() {
        if (life == null) return ThisProcess.info().pid();
        return life.pid().orElseThrow(() -> life.wrong("pid()"));
    }

    /**
     * Returns the name.
     *
     * @return the name
     */
    public final String name() {
        return life == null ? ThisProcess.info().name() : life.name();
    }

    /**
     * Tells whether the process ends with this program instead of keeping it alive.
     *
     * @return whether it is a daemon
     */
    public final boolean isDaemon() {
        return life == null ? ThisProcess.info().daemon() : life.isDaemon();
    }

    /**
     * Returns the end of the process, as something to wait for together with others.
     *
     * @return the sentinel, for {@link Waiter#await}
     */
    public final Sentinel sentinel() {
        Lifecycle own = life("sentinel()");
        own.checkStarted("sentinel()");
        return new Sentinel(own);
    }

    /**
     * Returns the end of the process as a future. To cancel it does not end the process.
     *
     * @return a future of its own for each call; its dependents run in a thread of this process's end, after all that wait for it
     *     have been let go
     */
    public final CompletableFuture<ExitStatus> onExit() {
        return life("onExit()").onExit();
    }

    /**
     * Returns the JDK's own handle, for what it knows: processor time, command line, descendants.
     *
     * @return the handle
     * @throws NoSuchElementException if the process has ended and been reaped
     */
    public final ProcessHandle toHandle() {
        Lifecycle own = life("toHandle()");
        own.checkStarted("toHandle()");
        Optional<ProcessHandle> handle = ProcessHandle.of(own.pid().orElseThrow());
        if (own.isRunning()) return handle.orElseThrow();
        throw new NoSuchElementException(own + " has ended: its number may be another process's by now");
    }

    /** Returns name, pid, state, exit status and whether it is a daemon. */
    @Override
    public String toString() {
        return life == null ? "process '" + name() + "' (pid " + pid() + ", this process)" : life.toString();
    }
}
