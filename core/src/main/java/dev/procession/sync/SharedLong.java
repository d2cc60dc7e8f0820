package dev.procession.sync;

import dev.procession.internal.sync.SharedLongCell;
import java.io.Serializable;
import java.util.function.LongUnaryOperator;

/**
 * A {@code long} that all processes see alike.
 *
 * <pre>{@code
 * try (SharedLong counter = SharedLong.create(0)) {
 *     ChildProcess.launch(() -> counter.getAndAdd(5)).join();
 *     System.out.println(counter.get());
 * }
 * }</pre>
 *
 * <p>It is changed in one of three ways: atomically, by the methods that say so; under its {@link #lock}, where a change takes more
 * than one step; or plainly, by who alone changes it.
 *
 * <p><b>If a process dies</b>, each of its operations has happened, or not; one that died with the lock in its hands is told of as with
 * every {@link ProcessLock}. <b>Memory consistency</b>: {@link #get} and {@link #set} are volatile, the atomic operations too, in all
 * processes; {@link #getPlain} and {@link #setPlain} order nothing. Nothing here waits, except for the lock.
 *
 * <p><b>Travelling</b> as a {@link ProcessLock} does, and its lifetime is the same: 512 bytes of shared memory, which are freed when no
 * process has it open any more. After {@link #close} every access, and every use of its lock, is an {@code IllegalStateException}.
 *
 * <p><b>Cost</b>: that of the machine's own instruction.
 */
public sealed interface SharedLong extends AutoCloseable, Serializable permits SharedLongCell {
    /**
     * Makes one.
     *
     * @param initial its value
     * @return the value's place
     * @throws dev.procession.OutOfSharedMemoryException if there is no room for it
     */
    static SharedLong create(long initial) {
        return SharedLongCell.create(initial);
    }

    /**
     * Reads it.
     *
     * @return the value
     */
    long get();

    /**
     * Writes it.
     *
     * @param value the value
     */
    void set(long value);

    /**
     * Reads it as a field that is not volatile.
     *
     * @return the value
     */
    long getPlain();

    /**
     * Writes it as a field that is not volatile.
     *
     * @param value the value
     */
    void setPlain(long value);

    /**
     * Writes it, atomically.
     *
     * @param value the new value
     * @return the one before
     */
    long getAndSet(long value);

    /**
     * Adds to it, atomically; it wraps around.
     *
     * @param delta what to add
     * @return the value before
     */
    long getAndAdd(long delta);

    /**
     * Writes it if it has this value, atomically.
     *
     * @param expected the value that it must have
     * @param value the new one
     * @return whether it had
     */
    boolean compareAndSet(long expected, long value);

    /**
     * Adds to it, atomically; it wraps around.
     *
     * @param delta what to add
     * @return the value afterwards
     */
    default long addAndGet(long delta) {
        return getAndAdd(delta) + delta;
    }

    /**
     * Adds one, atomically.
     *
     * @return the value afterwards
     */
    default long incrementAndGet() {
        return addAndGet(1);
    }

    /**
     * Subtracts one, atomically.
     *
     * @return the value afterwards
     */
    default long decrementAndGet() {
        return addAndGet(-1);
    }

    /**
     * Makes another value of it, atomically.
     *
     * @param update may be called several times, if others change it meanwhile
     * @return the value afterwards
     */
    default long updateAndGet(LongUnaryOperator update) {
        while (true) {
            long before = get();
            long after = update.applyAsLong(before);
            if (compareAndSet(before, after)) return after;
        }
    }

    /**
     * Its lock, for changes in several steps. The other methods do not ask for it.
     *
     * @return the same at each call; it is closed with the value, and the value with it
     */
    ReentrantProcessLock lock();

    /** Ends this process's use. */
    @Override
    void close();
}
