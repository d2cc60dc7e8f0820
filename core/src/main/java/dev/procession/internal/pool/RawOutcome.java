package dev.procession.internal.pool;

import dev.procession.Certificate;
import dev.procession.pool.TaskInfo;

/** How a task ended, still encoded: it is decoded in the thread that asks. */
sealed interface RawOutcome {
    TaskInfo info();

    /** The value stands in the frame from {@link Frames#DONE_PAYLOAD_AT} on. */
    record Value(byte[] frame, TaskInfo info) implements RawOutcome {}

    /** The throwable stands in the frame from {@link Frames#FAILED_PAYLOAD_AT} on. */
    record Thrown(byte[] frame, String heap, TaskInfo info) implements RawOutcome {}

    /** The process ended first, or the task was cancelled. */
    record Gone(Certificate certificate, TaskInfo info) implements RawOutcome {}

    /** This side failed: the input could not be sent, or the pool is broken. */
    record Refused(RuntimeException cause, TaskInfo info) implements RawOutcome {}
}
