package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A flag that a {@link Poll} can wait for and any thread can raise. Safe for use by several threads; signals after
 * {@link #close} do nothing. Never closed, it costs a descriptor until the process ends.
 */
public final class EventFd implements AutoCloseable {
    private final int descriptor = Descriptor.eventFd();
    private final MemorySegment counter = Arena.ofAuto().allocate(Long.BYTES, Long.BYTES);
    private boolean closed;

    /** Makes a flag that is not raised. */
    public EventFd() {}

    /** {@return the descriptor to poll for {@link Poll#READABLE}} */
    public int descriptor() {
        return descriptor;
    }

    // Monitors, so that a late signal cannot go to a descriptor that got the closed one's number. None of these waits.

    /** Raises the flag. */
    public synchronized void signal() {
        if (!closed) {
            counter.set(ValueLayout.JAVA_LONG, 0, 1L);
            Descriptor.write(descriptor, counter); // would block only where it is raised anyway
        }
    }

    /**
     * Lowers the flag and tells whether it was raised.
     *
     * @return whether it was raised
     */
    public synchronized boolean drain() {
        return !closed && Descriptor.read(descriptor, counter) > 0;
    }

    /** Closes the descriptor; idempotent, waits for nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptor.close(descriptor);
        }
    }

    @Override
    public String toString() {
        return "EventFd[descriptor " + descriptor + "]";
    }
}
