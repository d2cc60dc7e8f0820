package dev.procession.internal.process;

import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives the log records of one child to the loggers of this process, in order, in a thread of its own: a handler may be slow, or
 * hang, or need that very child.
 *
 * <p>The child's keeper waits for a handler in two places, each time with a bound: for room, which slows the child's logging
 * down, and at the end for what is still to be written. What there is no room for is counted, and said.
 */
final class LogRelay {
    private static final int MOST_WAITING_CHARS = 4 << 20;
    private static final int RECORD_CHARS = 200; // of an empty one, as it lies in memory
    private static final int MOST_LOGGERS = 256;
    private static final long ROOM_PATIENCE_MILLIS = 100;
    private static final long END_PATIENCE_MILLIS = 1_000;

    private final String prefix;
    private final String name;
    private final Map<String, System.Logger> loggers = new HashMap<>(); // the writer's
    private boolean complained; // the writer's

    /** Guards all below. */
    private final ArrayDeque<LogFrame> waiting = new ArrayDeque<>();

    private int waitingChars;
    private int lost;
    private boolean stuck;
    private boolean over;
    private boolean done = true;

    /** For a child whose pid is known. */
    LogRelay(String name, int pid) {
        this.name = name;
        this.prefix = "[" + name + " " + pid + "] ";
    }

    /** Starts the thread; {@code OutOfMemoryError} if the kernel refuses it. */
    void start() {
        Thread writer = Thread.ofPlatform()
                .daemon()
                .name("procession-log-" + name)
                .inheritInheritableThreadLocals(false)
                .unstarted(this::writeAll);
        writer.start();
        synchronized (waiting) {
            done = false; // the writer cannot have ended: nobody has called finish()
        }
    }

    // ---- the keeper's side

    /**
     * Takes a record.
     *
     * @param mayWait whether the child lives; if not, what it has left in its pipe is taken as it is
     */
    void take(LogFrame frame, boolean mayWait) {
        synchronized (waiting) {
            if (mayWait && !awaitRoom()) {
                lost += 1 + frame.lost();
                return;
            }
            waiting.add(frame);
            waitingChars += chars(frame);
            waiting.notifyAll();
        }
    }

    /** Once it was in vain, nobody waits until there is room again. */
    private boolean awaitRoom() {
        if (waitingChars > MOST_WAITING_CHARS && !stuck) await(ROOM_PATIENCE_MILLIS, false);
        stuck = waitingChars > MOST_WAITING_CHARS;
        return !stuck;
    }

    /** Nothing follows: waits a moment for what is still to be written. */
    void finish() {
        synchronized (waiting) {
            over = true;
            waiting.notifyAll();
            await(END_PATIENCE_MILLIS, true);
        }
    }

    /** Waits for the end of the writing, or only for room. */
    private void await(long millis, boolean end) {
        long endNanos = System.nanoTime() + millis * 1_000_000;
        while (end ? !done : waitingChars > MOST_WAITING_CHARS) {
            long restMillis = (endNanos - System.nanoTime()) / 1_000_000;
            if (restMillis <= 0) return;
            try {
                waiting.wait(restMillis);
            } catch (InterruptedException e) {
                // nobody has a reason to interrupt a keeper
            }
        }
    }

    private static int chars(LogFrame frame) {
        return RECORD_CHARS + frame.message().length() + frame.thrown().length();
    }

    // ---- the writer's side

    private void writeAll() {
        for (LogFrame frame = next(); frame != null; frame = next()) {
            try {
                write(frame);
            } catch (Throwable e) { // a handler's: the records of this child go on
                if (!complained)
                    LibraryLog.log(Level.WARNING, "a log handler threw at a record of child '" + name + "'", e);
                complained = true;
            }
        }
    }

    private @Nullable LogFrame next() {
        synchronized (waiting) {
            while (waiting.isEmpty() && !over) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    // by a handler, or by code that interrupts every thread it finds
                }
            }
            LogFrame frame = waiting.poll();
            if (frame != null) {
                waitingChars -= chars(frame);
                waiting.notifyAll();
                return frame;
            }
            if (lost > 0) return new LogFrame(Level.OFF.getSeverity(), 0, 0, "", "", "", "");
            done = true;
            waiting.notifyAll();
            return null;
        }
    }

    private void write(LogFrame frame) {
        int here;
        synchronized (waiting) {
            here = lost;
            lost = 0;
        }
        sayLost(frame.lost(), "this process took no more of them");
        sayLost(here, "the log handlers of this process are too slow");
        Level level = frame.level();
        if (level == null) return;
        String thread = "procession-log-" + name + "/" + frame.thread(); // many log formats show it
        if (!thread.equals(Thread.currentThread().getName()))
            Thread.currentThread().setName(thread);
        String late = System.currentTimeMillis() - frame.millis() < 1_000
                ? ""
                : " (logged " + (System.currentTimeMillis() - frame.millis()) + " ms ago)";
        String thrown = frame.thrown().isEmpty() ? "" : System.lineSeparator() + frame.thrown();
        logger(frame.logger()).log(level, prefix + frame.message() + late + thrown);
    }

    private void sayLost(int count, String why) {
        if (count == 0) return;
        logger(LibraryLog.NAME).log(Level.WARNING, prefix + count + " log records are lost here: " + why);
    }

    private System.Logger logger(String of) {
        if (loggers.size() == MOST_LOGGERS) loggers.clear(); // a child that makes up names
        return loggers.computeIfAbsent(of, System::getLogger);
    }
}
