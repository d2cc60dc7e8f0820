package dev.procession.internal.process;

import dev.procession.internal.codec.EncodeBuffer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.ConsoleHandler;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The handler of a child's root logger that sends records to the parent. It stands in place of the console, where each record
 * would be shown a second time. Loaded only where it was asked for: {@code java.util.logging} costs the boot of a child dearly.
 *
 * <p>A thread of its own writes to the parent, who may be slow. A thread that logs waits until its record is in the pipe, where it
 * outlives this process, but for {@link #PATIENCE_NANOS} at most; once that was in vain, nobody waits until all is written. What
 * there is no room for is counted, and told with the next record.
 *
 * <p>As the JVM ends, the logging system closes all handlers, at the same time as other shutdown hooks run. This one then takes
 * its place again, so that records of other hooks are sent too, from INFO up: the level of the root has been reset.
 */
final class LogForwarder extends Handler {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final int MOST_WAITING = 256;

    private final ChildSender sender;
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger root = Logger.getLogger("");
    private final BlockingQueue<EncodeBuffer> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicInteger lost = new AtomicInteger();
    private long written; // of those that were accepted; under the lock of waiting
    private volatile boolean choked;

    private LogForwarder(ChildSender sender) {
        this.sender = sender;
    }

    /** Sends records of this level and above from now on. */
    static LogForwarder install(ChildSender sender, int severity) {
        var forwarder = new LogForwarder(sender);
        java.util.logging.Level level = level(severity);
        forwarder.setLevel(level);
        Logger root = forwarder.root;
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler) root.removeHandler(handler);
        }
        java.util.logging.Level before = root.getLevel();
        if (before == null || before.intValue() > level.intValue()) root.setLevel(level);
        root.addHandler(forwarder);
        Thread writer = new Thread(null, forwarder::writeAll, "procession-logs");
        writer.setDaemon(true);
        writer.start();
        return forwarder;
    }

    private static java.util.logging.Level level(int severity) {
        if (severity >= Level.ERROR.getSeverity()) return java.util.logging.Level.SEVERE;
        if (severity >= Level.WARNING.getSeverity()) return java.util.logging.Level.WARNING;
        if (severity >= Level.INFO.getSeverity()) return java.util.logging.Level.INFO;
        if (severity >= Level.DEBUG.getSeverity()) return java.util.logging.Level.FINE;
        if (severity >= Level.TRACE.getSeverity()) return java.util.logging.Level.FINER;
        return java.util.logging.Level.ALL;
    }

    @Override
    public void publish(@Nullable LogRecord logged) {
        if (logged == null || !isLoggable(logged)) return;
        LogFrame frame;
        try {
            frame = new LogFrame(
                    logged.getLevel().intValue(),
                    0,
                    logged.getMillis(),
                    Thread.currentThread().getName(),
                    orEmpty(logged.getLoggerName()),
                    orEmpty(formatter.formatMessage(logged)),
                    trace(logged.getThrown()));
        } catch (RuntimeException e) { // of the user's parameters
            lost.incrementAndGet();
            reportError("a log record could not be formatted, and is lost", e, ErrorManager.FORMAT_FAILURE);
            return;
        }
        long patienceNanos = choked ? 0 : PATIENCE_NANOS;
        if (!accept(frame, patienceNanos)) {
            lost.incrementAndGet();
            choked = true;
        } else if (!awaitWritten(patienceNanos)) {
            choked = true;
        }
    }

    private boolean accept(LogFrame frame, long patienceNanos) {
        EncodeBuffer bytes = frame.encode();
        accepted.incrementAndGet(); // before it is: else who waits could take an earlier record for this one
        long endNanos = System.nanoTime() + patienceNanos;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    boolean taken = waiting.offer(bytes, endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (!taken) accepted.decrementAndGet();
                    return taken;
                } catch (InterruptedException e) {
                    interrupted = true; // whoever logs has no reason to lose a record by it
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** The writer's thread. */
    private void writeAll() {
        while (true) {
            try {
                write(waiting.take());
            } catch (InterruptedException e) {
                // by code that interrupts every thread it finds
            }
        }
    }

    private void write(EncodeBuffer bytes) {
        int told = lost.getAndSet(0);
        try {
            bytes.patchInt(LogFrame.LOST_AT, told);
            sender.send(ProcessFrames.LOG, bytes.array(), bytes.size());
        } catch (Throwable t) { // no memory left, say: that costs records, and not all later ones
            lost.addAndGet(told + 1);
        } finally {
            synchronized (waiting) {
                written++;
                if (waiting.isEmpty()) choked = false;
                waiting.notifyAll();
            }
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String trace(@Nullable Throwable thrown) {
        if (thrown == null) return "";
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    /** Waits until all that has been accepted is written; false if that takes longer. */
    private boolean awaitWritten(long patienceNanos) {
        long target = accepted.get();
        long endNanos = System.nanoTime() + patienceNanos;
        boolean interrupted = false;
        try {
            synchronized (waiting) {
                while (written < target) {
                    long restMillis = (endNanos - System.nanoTime()) / 1_000_000;
                    if (restMillis <= 0) return false;
                    try {
                        waiting.wait(restMillis);
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                return true;
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment until what has been logged is written. */
    @Override
    public void flush() {
        awaitWritten(PATIENCE_NANOS);
    }

    @Override
    public void close() {
        if (lost.get() > 0) {
            boolean told = accept(new LogFrame(Level.OFF.getSeverity(), 0, 0, "", "", "", ""), PATIENCE_NANOS);
            if (!told) reportError(lost + " log records are lost", null, ErrorManager.WRITE_FAILURE);
        }
        if (!awaitWritten(PATIENCE_NANOS)) {
            reportError(
                    "the last log records may not reach the parent, which does not read",
                    null,
                    ErrorManager.FLUSH_FAILURE);
        }
        root.addHandler(this); // see the class comment
    }
}
