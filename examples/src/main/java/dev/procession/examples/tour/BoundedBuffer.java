package dev.procession.examples.tour;

import dev.procession.sync.ProcessCondition;
import dev.procession.sync.ReentrantProcessLock;
import dev.procession.sync.SharedInt;
import dev.procession.sync.SharedLong;
import java.io.Serial;
import java.io.Serializable;

/**
 * The buffer of the textbooks, a lock and two conditions, between processes. What travels are its fields.
 *
 * <p>It shows conditions; a queue that survives a death within {@code put} takes more than this.
 */
final class BoundedBuffer implements Serializable, AutoCloseable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final SharedLong[] slots;
    private final SharedInt puts = SharedInt.create(0); // whose lock guards all of it
    private final SharedInt takes = SharedInt.create(0);
    private final ReentrantProcessLock lock = puts.lock();
    private final ProcessCondition notFull = lock.newCondition();
    private final ProcessCondition notEmpty = lock.newCondition();

    BoundedBuffer(int capacity) {
        slots = new SharedLong[capacity];
        for (int i = 0; i < capacity; i++) slots[i] = SharedLong.create(0);
    }

    void put(long value) throws InterruptedException {
        lock.lock();
        try {
            notFull.waitFor(() -> size() < slots.length);
            slots[puts.get() % slots.length].set(value);
            puts.set(puts.get() + 1);
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    long take() throws InterruptedException {
        lock.lock();
        try {
            notEmpty.waitFor(() -> size() > 0);
            long value = slots[takes.get() % slots.length].get();
            takes.set(takes.get() + 1);
            notFull.signal();
            return value;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return puts.get() - takes.get();
    }

    @Override
    public void close() {
        notFull.close();
        notEmpty.close();
        for (SharedLong slot : slots) slot.close();
        takes.close();
        puts.close(); // and the lock with it
    }
}
