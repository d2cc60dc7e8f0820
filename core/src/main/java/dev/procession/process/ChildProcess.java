package dev.procession.process;

import dev.procession.ProcessLostException;
import dev.procession.RemoteCallable;
import dev.procession.RemoteTask;
import dev.procession.internal.process.JavaStart;
import dev.procession.internal.process.ProcessCall;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A child process that runs Java code, in a JVM of its own.
 *
 * <pre>{@code
 * ChildProcess child = ChildProcess.launch(() -> System.out.println("pid " + ProcessInfo.current().pid()));
 * ExitStatus status = child.join();
 *
 * final class SiteMonitor extends ChildProcess {              // its fields travel, run() runs over there
 *     private final URI site;
 *     SiteMonitor(URI site) { super("site-monitor"); this.site = site; }
 *     protected void run() throws Exception { ... }
 * }
 * }</pre>
 *
 * <p>The code runs in the child's main thread. The child ends as every Java program does: when its last non-daemon thread has
 * ended, by {@code System.exit}, by a signal. If {@code run} throws, the child shows it on standard error and ends with code 1, and
 * {@link #report} has it as an object.
 *
 * <p>An object of a subclass is encoded when it is started: what its fields refer to must be serialisable. In the child it is
 * another object, of which only {@code name}, {@code pid} and {@code isDaemon} answer. It cannot be sent anywhere else.
 *
 * <p>A main class is never run again in a child, so nothing has to be guarded.
 */
public abstract non-sealed class ChildProcess extends SupervisedProcess implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Which process is being encoded to be started by this thread. */
    private static final ThreadLocal<@Nullable ChildProcess> TRAVELLING = new ThreadLocal<>();

    /** A process with default options, named after its class. */
    protected ChildProcess() {
        this(ProcessOptions.DEFAULTS);
    }

    /**
     * A process with a name.
     *
     * @param name any text in one line
     */
    protected ChildProcess(String name) {
        this(ProcessOptions.DEFAULTS.withName(name));
    }

    /**
     * A process with options.
     *
     * @param options how it is to be
     */
    protected ChildProcess(ProcessOptions options) {
        this(null, options, new JavaStart(options, null), null);
    }

    @SuppressWarnings("this-escape") // kept for start(), when the subclass is complete
    private ChildProcess(@Nullable String kind, ProcessOptions options, JavaStart start, @Nullable Serializable task) {
        super(kind, options, start);
        if (task == null) start.give(new Body(this), this);
        else start.give(task, task);
    }

    /**
     * What the process does; called in the child, never here.
     *
     * @throws Exception whatever it throws ends the child with code 1, and is in its report
     */
    protected abstract void run() throws Exception;

    /**
     * Starts a process that runs a task.
     *
     * @param task a serialisable lambda or object; what it captures is copied
     * @return the process, started
     * @throws dev.procession.StartException if it could not be started
     * @throws dev.procession.EncodingException if it captures what cannot be sent
     */
    public static ChildProcess launch(RemoteTask task) {
        return launch(o -> o, task);
    }

    /**
     * Starts a process that runs a task.
     *
     * @param change makes the options out of the default ones
     * @param task a serialisable lambda or object; what it captures is copied
     * @return the process, started
     * @throws dev.procession.StartException if it could not be started
     * @throws dev.procession.EncodingException if it captures what cannot be sent
     */
    public static ChildProcess launch(UnaryOperator<ProcessOptions> change, RemoteTask task) {
        ChildProcess process = of(change, task);
        process.start();
        return process;
    }

    /**
     * Makes a process that will run a task; the caller starts it.
     *
     * @param change makes the options out of the default ones
     * @param task a serialisable lambda or object, encoded when the process is started
     * @return the process, not started
     */
    public static ChildProcess of(UnaryOperator<ProcessOptions> change, RemoteTask task) {
        ProcessOptions options = change.apply(ProcessOptions.DEFAULTS);
        return new Task(options, new JavaStart(options, null), task);
    }

    /**
     * Starts a process for one result.
     *
     * @param <R> the result
     * @param task a serialisable lambda or object
     * @return its result to come, see {@link #call(UnaryOperator, RemoteCallable)}
     */
    public static <R> CompletableFuture<R> call(RemoteCallable<R> task) {
        return call(o -> o, task);
    }

    /**
     * Starts a process for one result.
     *
     * <p>The future completes with the result as soon as that has come; with what the task threw; or, if the process ended first,
     * with a {@link ProcessLostException} that has its report. {@code cancel(true)} terminates the process, with the time of grace
     * of its options.
     *
     * @param <R> the result
     * @param change makes the options out of the default ones
     * @param task a serialisable lambda or object
     * @return its result to come; decoded, and given to dependents, in a thread of its own
     * @throws dev.procession.StartException if it could not be started
     * @throws dev.procession.EncodingException if it captures what cannot be sent
     */
    public static <R> CompletableFuture<R> call(UnaryOperator<ProcessOptions> change, RemoteCallable<R> task) {
        ProcessOptions options = change.apply(ProcessOptions.DEFAULTS);
        var future = new ProcessCall<R>();
        var process = new Task(options, new JavaStart(options, future), task);
        future.of(process);
        process.start();
        return future;
    }

    /** A process is what its parent knows of it; only as it starts its description travels, to itself. */
    @Serial
    @SuppressWarnings("ReferenceEquality") // a subclass may have an equals of its own
    private void writeObject(ObjectOutputStream out) throws IOException {
        if (TRAVELLING.get() != this) {
            throw new NotSerializableException(getClass().getName() + " (" + this
                    + " is known to the process that made it, and cannot be sent; send its name or pid)");
        }
        out.defaultWriteObject();
    }

    /** What runs a subclass in the child. */
    private static final class Body implements RemoteTask {
        @Serial
        private static final long serialVersionUID = 1L;

        private final ChildProcess process;

        Body(ChildProcess process) {
            this.process = process;
        }

        @Override
        public void run() throws Exception {
            process.run();
        }

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            ChildProcess before = TRAVELLING.get();
            TRAVELLING.set(process);
            try {
                out.defaultWriteObject();
            } finally {
                if (before == null) TRAVELLING.remove();
                else TRAVELLING.set(before);
            }
        }
    }

    /** A process whose task is a lambda; the task travels without it. */
    private static final class Task extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        Task(ProcessOptions options, JavaStart start, Serializable task) {
            super("ChildProcess", options, start, task);
        }

        @Override
        protected void run() {
            throw new AssertionError("its task runs instead");
        }
    }
}
