package dev.procession.process;

import dev.procession.RemoteTask;
import dev.procession.internal.process.Detached;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A process that outlives who started it, on purpose: it runs Java code in a JVM that belongs to no other process, and is found
 * and stopped by its name, by any program of the same user.
 *
 * <pre>{@code
 * DetachedProcess.start(o -> o.withOutput(Output.file(log)), "indexer", () -> Indexer.runForever());
 * ...
 * DetachedProcess.find("indexer").ifPresent(p -> System.out.println("up since " + p.startedAt()));
 * DetachedProcess.stop("indexer", Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>It is nobody's child, has a session of its own without a terminal, no input, and writes to a file or nowhere. It is the first
 * process of its own program: it may have children and pools, which end with it. Nobody is told how it ends; if its task throws,
 * the stack goes to its output. What ends all processes of a container, a login or a unit of the service manager ends it too.
 *
 * <p><b>Names.</b> Each name runs once for each user. The process holds a lock of the kernel on
 * {@code $XDG_RUNTIME_DIR/procession-detached/<name>.pid}, or below the directory for temporary files where that variable names no
 * folder of this user, for as long as it lives. The folder must be this user's alone.
 *
 * <p><b>If a process is killed</b>
 *
 * <table>
 * <caption>Kill table of a start</caption>
 * <tr><th>who, between</th><th>leaves</th><th>put right by</th></tr>
 * <tr><td>the starter: spawning the shell and its gate</td><td>a shell that waits for one line</td><td>itself: the pipe has ended</td></tr>
 * <tr><td>the starter: the gate and the word that it is ready</td><td>a process that boots, and a file of arguments if those are
 *     long</td><td>itself: nobody takes its word, so it ends; the next start of the name replaces the file</td></tr>
 * <tr><td>the starter: that word and the end of {@code start}</td><td>the detached process</td><td>nobody has to: it was to
 *     run</td></tr>
 * <tr><td>the detached: making its file and locking it</td><td>a file without a lock</td><td>the next start of the name</td></tr>
 * <tr><td>the detached: its lock and its first line</td><td>the same; {@code start} fails</td><td>the next start of the name</td></tr>
 * <tr><td>the detached: any time later</td><td>a file without a lock</td><td>nobody has to: it counts as ended; the kernel ends its
 *     children</td></tr>
 * <tr><td>who stops it: asking and killing</td><td>a process that was asked to end, or stands still</td><td>the next {@code
 *     stop}</td></tr>
 * <tr><td>who lists: locking the file of a dead one and deleting it</td><td>the file</td><td>the next who lists</td></tr>
 * </table>
 */
public final class DetachedProcess {
    private final Detached detached;

    private DetachedProcess(Detached detached) {
        this.detached = detached;
    }

    /**
     * Starts a detached process whose output goes nowhere.
     *
     * @param name its name: letters, digits, {@code .}, {@code _} and {@code -}, at most 64
     * @param task a serialisable lambda or object; what it captures is copied
     * @return the process, which holds its name and is about to run the task
     * @throws dev.procession.StartException if one of that name runs, or it could not be started, with its own words; nothing of
     *     it is left then
     * @throws dev.procession.EncodingException if it captures what cannot be sent
     */
    public static DetachedProcess start(String name, RemoteTask task) {
        return start(o -> o, name, task);
    }

    /**
     * Starts a detached process, and waits until it holds its name: the boot of a JVM. An interrupt of the caller does not keep it from
     * starting, and is kept.
     *
     * @param change makes the options out of the default ones, in which output is discarded
     * @param name its name: letters, digits, {@code .}, {@code _} and {@code -}, at most 64
     * @param task a serialisable lambda or object; what it captures is copied
     * @return the process, which holds its name and is about to run the task
     * @throws dev.procession.StartException if one of that name runs, or it could not be started, with its own words; nothing of
     *     it is left then
     * @throws dev.procession.EncodingException if it captures what cannot be sent
     * @throws IllegalArgumentException if the name does not fit, or input or output are to be anybody's who may be gone
     */
    public static DetachedProcess start(UnaryOperator<ChildOptions> change, String name, RemoteTask task) {
        ChildOptions options = change.apply(ChildOptions.DEFAULTS.withOutput(Output.DISCARD));
        return new DetachedProcess(Detached.start(options, name, task));
    }

    /**
     * Returns the detached processes of this user that live, whoever started them, by name.
     *
     * @return the processes
     */
    public static List<DetachedProcess> list() {
        return Detached.all().stream().map(DetachedProcess::new).toList();
    }

    /**
     * Returns the detached process of a name.
     *
     * @param name the name
     * @return the process, or empty if it does not live
     */
    public static Optional<DetachedProcess> find(String name) {
        return Detached.find(name).map(DetachedProcess::new);
    }

    /**
     * Stops the detached process of a name; see {@link #stop(Duration)}.
     *
     * @param name the name
     * @param grace the time that it has to end in order
     * @return whether there was one
     * @throws InterruptedException if the caller is interrupted while it waits; the process has been asked to end
     */
    public static boolean stop(String name, Duration grace) throws InterruptedException {
        Optional<DetachedProcess> found = find(name);
        if (found.isPresent()) found.get().stop(grace);
        return found.isPresent();
    }

    /**
     * Asks the process to end, by SIGTERM, so that its shutdown hooks run and its children end in order; ends it by SIGKILL if it
     * has not after a time; and then ends what of its tree is left. Returns when it is gone; does nothing if it was gone before.
     *
     * @param grace the time; zero kills at once
     * @throws InterruptedException if the caller is interrupted while it waits; the process has been asked to end
     */
    public void stop(Duration grace) throws InterruptedException {
        detached.stop(grace);
    }

    /**
     * Returns the name.
     *
     * @return the name
     */
    public String name() {
        return detached.name();
    }

    /**
     * Returns the number of the process.
     *
     * @return the pid
     */
    public long pid() {
        return detached.pid();
    }

    /**
     * Returns when it took its name.
     *
     * @return the time
     */
    public Instant startedAt() {
        return detached.started();
    }

    /**
     * Tells whether this very process lives; not another one that has taken its name since.
     *
     * @return whether it does
     */
    public boolean isAlive() {
        return detached.isAlive();
    }

    /** Returns name, pid and whether it lives. */
    @Override
    public String toString() {
        return "detached process '" + name() + "' (pid " + pid() + ", " + (isAlive() ? "running" : "ended") + ")";
    }
}
