package dev.procession.internal.pool;

import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.internal.process.ChannelLayout;
import java.lang.foreign.MemorySegment;

/**
 * Which of the tasks in a worker's ring has begun; so that a death costs the one task that ran, and a task that waits behind
 * another can be taken back.
 * <h2>Layout, format 1: {@link #ENTRIES} entries of 64 bytes in the role area of the channel</h2><pre>
 * offset size name      written by                              read by
 *      0    8 claim     see below                               both
 *      8    8 started   worker (release), before STARTED        parent: monotonic nanoseconds
 *     16    8 progress  any thread of the worker (release)      parent: the same clock
 *     24   40 zero
 * claim: | sequence number 2.. | state 0..1 |</pre>
 * <h2>States of a claim</h2><pre>
 * anything → OFFERED(s)     by the parent, before it writes the frame of task s; the entry is free then
 * OFFERED(s) → STARTED(s)   by the worker, with a CAS: from here on a death loses the task
 * OFFERED(s) → REVOKED(s)   by the parent, with a CAS: the worker will pass the frame over
 * STARTED(s) → DONE(s)      by the worker, with a CAS, after it published the result</pre>
 * <h2>If the worker is killed</h2><pre>
 * between                    leaves       decided by the parent, once for the generation, after it has read the ring to its end
 * OFFERED and STARTED        OFFERED      not begun: runs elsewhere
 * STARTED and the result     STARTED      lost
 * the result and DONE        STARTED      done: the result is in the ring
 * DONE and the next task     DONE         done
 * anything else              anything     a claim that is not OFFERED counts as begun: a worker may have scribbled on it</pre>
 */
final class TaskBoard {
    static final int ENTRIES = 32;

    private static final long ENTRY_BYTES = 64;
    private static final long STARTED_AT = 8;
    private static final long PROGRESS_AT = 16;

    private static final long OFFERED = 0;
    private static final long STARTED = 1;
    private static final long REVOKED = 2;
    private static final long DONE = 3;

    private final MemorySegment at;

    TaskBoard(SharedSegment segment) {
        this.at = segment.memory().asSlice(ChannelLayout.ROLE_AT, ChannelLayout.ROLE_BYTES);
    }

    void offer(int entry, long sequence) {
        Words.longRelease(at, entry * ENTRY_BYTES, (sequence << 2) | OFFERED);
    }

    /** The parent's: true if the worker had not begun it and never will. */
    boolean revoke(int entry, long sequence) {
        return Words.longCompareAndSet(at, entry * ENTRY_BYTES, (sequence << 2) | OFFERED, (sequence << 2) | REVOKED);
    }

    /** The worker's: false if the parent has taken the task back. */
    boolean start(int entry, long sequence, long nowNanos) {
        Words.longRelease(at, entry * ENTRY_BYTES + STARTED_AT, nowNanos);
        Words.longRelease(at, entry * ENTRY_BYTES + PROGRESS_AT, nowNanos);
        return Words.longCompareAndSet(at, entry * ENTRY_BYTES, (sequence << 2) | OFFERED, (sequence << 2) | STARTED);
    }

    void progress(int entry, long nowNanos) {
        Words.longRelease(at, entry * ENTRY_BYTES + PROGRESS_AT, nowNanos);
    }

    /** A CAS, because the parent may have read the result already and given the entry to the next task. */
    void done(int entry, long sequence) {
        Words.longCompareAndSet(at, entry * ENTRY_BYTES, (sequence << 2) | STARTED, (sequence << 2) | DONE);
    }

    boolean isOffered(int entry, long sequence) {
        return Words.longAcquire(at, entry * ENTRY_BYTES) == ((sequence << 2) | OFFERED);
    }

    boolean isRunning(int entry, long sequence) {
        return Words.longAcquire(at, entry * ENTRY_BYTES) == ((sequence << 2) | STARTED);
    }

    long startedNanos(int entry) {
        return Words.longAcquire(at, entry * ENTRY_BYTES + STARTED_AT);
    }

    long progressNanos(int entry) {
        return Words.longAcquire(at, entry * ENTRY_BYTES + PROGRESS_AT);
    }
}
