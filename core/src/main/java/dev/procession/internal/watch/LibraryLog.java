package dev.procession.internal.watch;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The library's own log, {@code System.Logger} {@value #NAME}.
 *
 * <p>A handler is the user's code: it may wait for a child, for a pool, or for a thread that waits for us. So no thread of the
 * library runs one, and none is run under a lock: records are handed to one thread that does nothing else. It comes with the
 * first record and goes when there is nothing to do. Records keep the order in which they came; what a handler that is too
 * slow has no room for is counted, and said.
 */
public final class LibraryLog {
    /** The name of the logger. */
    public static final String NAME = "dev.procession";

    private static final int MOST_WAITING = 1000;
    private static final long IDLE_MILLIS = 100;

    /** Guards all below. */
    private static final ArrayDeque<Entry> WAITING = new ArrayDeque<>();

    private static @Nullable Thread writer;
    private static boolean writing;
    private static long lost;

    private record Entry(
            Level level, String message, @Nullable Throwable thrown) {}

    private LibraryLog() {}

    /** Logs; never waits and never throws. */
    public static void log(Level level, String message, @Nullable Throwable thrown) {
        synchronized (WAITING) {
            if (WAITING.size() == MOST_WAITING) {
                lost++;
                return;
            }
            WAITING.add(new Entry(level, message, thrown));
            if (writer == null) start();
            else WAITING.notifyAll();
        }
    }

    /** Logs, and never waits. */
    public static void log(Level level, String message) {
        log(level, message, null);
    }

    /** Waits until all is written, but not longer than this: a handler may hang. */
    public static void awaitWritten(long millis) throws InterruptedException {
        long endNanos = System.nanoTime() + millis * 1_000_000;
        synchronized (WAITING) {
            while (writing || !WAITING.isEmpty()) {
                long restMillis = (endNanos - System.nanoTime()) / 1_000_000;
                if (restMillis <= 0 || writer == null) return;
                WAITING.wait(restMillis);
            }
        }
    }

    private static void start() {
        try {
            writer = Thread.ofPlatform()
                    .daemon()
                    .name("procession-log")
                    .inheritInheritableThreadLocals(false)
                    .start(LibraryLog::writeAll);
        } catch (OutOfMemoryError e) {
            // the JDK's word for a thread that the kernel refuses; the next record tries again
        }
    }

    private static void writeAll() {
        for (Entry entry = next(); entry != null; entry = next()) {
            try {
                write(entry);
            } catch (Throwable e) { // a handler's: there is nobody else to tell
                synchronized (WAITING) {
                    lost++;
                }
            }
        }
    }

    private static void write(Entry entry) {
        System.Logger logger = System.getLogger(NAME);
        long gap;
        synchronized (WAITING) {
            gap = lost;
            lost = 0;
        }
        if (gap > 0)
            logger.log(Level.WARNING, gap + " records of this log are lost: its handlers were too slow, or threw");
        if (entry.thrown() == null) logger.log(entry.level(), entry.message());
        else logger.log(entry.level(), entry.message(), entry.thrown());
    }

    /** The next record, or null if none came for a while: then this is no longer the writer. */
    private static @Nullable Entry next() {
        synchronized (WAITING) {
            writing = false;
            if (WAITING.isEmpty()) {
                WAITING.notifyAll();
                try {
                    WAITING.wait(IDLE_MILLIS);
                } catch (InterruptedException e) {
                    // by a handler, or by code that interrupts every thread it finds
                }
            }
            Entry entry = WAITING.poll();
            if (entry == null) writer = null;
            else writing = true;
            return entry;
        }
    }
}
