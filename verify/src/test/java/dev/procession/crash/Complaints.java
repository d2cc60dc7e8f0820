package dev.procession.crash;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What nobody foresaw in this process while it is open: warnings of the library, and exceptions that ended a thread. */
final class Complaints extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.procession"); // kept: the log manager holds it weakly
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    Complaints() {
        logger.addHandler(this);
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> all.add(thread.getName() + " ended by " + e));
    }

    List<String> all() {
        return List.copyOf(all);
    }

    @Override
    public void publish(LogRecord record) {
        if (record.getLevel().intValue() < Level.WARNING.intValue()) return;
        Throwable thrown = record.getThrown();
        all.add(record.getMessage() + (thrown == null ? "" : ": " + thrown));
    }

    @Override
    public void flush() {
        // all is there at once
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
