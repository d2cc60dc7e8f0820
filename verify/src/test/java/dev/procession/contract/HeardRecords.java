package dev.procession.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What one logger of this process is given, all levels, until it is closed. */
final class HeardRecords extends Handler implements AutoCloseable {
    private final Logger logger; // held: a logger without a holder forgets its handlers
    private final Level before;
    private final List<LogRecord> all = new CopyOnWriteArrayList<>();
    private final Consumer<LogRecord> also;

    private HeardRecords(String name, Consumer<LogRecord> also) {
        this.logger = Logger.getLogger(name);
        this.before = logger.getLevel();
        this.also = also;
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    static HeardRecords of(String name) {
        return new HeardRecords(name, logged -> {});
    }

    /** Hears, and then does something with each record, in the handler. */
    static HeardRecords of(String name, Consumer<LogRecord> also) {
        return new HeardRecords(name, also);
    }

    List<LogRecord> all() {
        return List.copyOf(all);
    }

    List<String> messages() {
        return all.stream().map(LogRecord::getMessage).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        all.add(logged);
        also.accept(logged);
    }

    @Override
    public void flush() {
        // all is there at once
    }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(before);
    }
}
