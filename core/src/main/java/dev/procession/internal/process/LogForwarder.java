package dev.procession.internal.process;

import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.EncodeBuffer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>A thread that logs waits for room in the ring for {@link #PATIENCE_NANOS} at most; once that was in vain, nobody waits until
 * there is room again. What is lost is counted, and told with the next record.
 *
 * <p>As the JVM ends, the logging system closes all handlers, at the same time as other shutdown hooks run. This one then takes
 * its place again, so that records of other hooks are sent too, from INFO up: the level of the root has been reset.
 */
final class LogForwarder extends Handler {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final ChildSender sender;
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger root = Logger.getLogger("");

    /** Held from the look at the count to the end of the sending, so that records stay in order. */
    private final ReentrantLock order = new ReentrantLock();

    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean choked;

    private LogForwarder(ChildSender sender) {
        this.sender = sender;
    }

    /** Sends records of this level and above from now on. */
    static void install(ChildSender sender, int severity) {
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
        if (!send(frame, choked ? 0 : PATIENCE_NANOS)) lost.incrementAndGet();
    }

    private boolean send(LogFrame frame, long patienceNanos) {
        EncodeBuffer bytes = frame.encode();
        if (!ChildSender.tryLock(order, patienceNanos)) return false;
        try {
            int told = lost.get();
            bytes.patchInt(LogFrame.LOST_AT, told);
            boolean sent = sender.offer(new Outgoing(ProcessFrames.LOG, bytes.array(), bytes.size()), patienceNanos);
            if (sent) lost.addAndGet(-told);
            choked = !sent;
            return sent;
        } finally {
            order.unlock();
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

    @Override
    public void flush() {
        // nothing is kept back
    }

    @Override
    public void close() {
        if (lost.get() > 0) {
            boolean told = send(new LogFrame(Level.OFF.getSeverity(), 0, 0, "", "", "", ""), PATIENCE_NANOS);
            if (!told) reportError(lost + " log records are lost", null, ErrorManager.WRITE_FAILURE);
        }
        root.addHandler(this); // see the class comment
    }
}
