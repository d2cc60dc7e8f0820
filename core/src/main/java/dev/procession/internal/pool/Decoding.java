package dev.procession.internal.pool;

import dev.procession.DecodingException;
import dev.procession.internal.codec.ThrowableCodec;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;

/** Makes outcomes out of raw ones, in the thread that wants them; what cannot be decoded is a failure of its task. */
final class Decoding {
    private Decoding() {}

    @SuppressWarnings("NullAway") // R may be a type with null in it
    static <T, R> Outcome<T, R> decode(Task task, T input, RawOutcome raw) {
        try {
            return switch (raw) {
                case RawOutcome.Value(byte[] frame, var info) -> {
                    int from = Frames.DONE_PAYLOAD_AT;
                    @SuppressWarnings("unchecked") // the function said so, and a cast at the user's place checks it
                    R value = (R) task.call().decoder().decode(frame, from, frame.length - from);
                    yield new Done<>(input, value, info);
                }
                case RawOutcome.Thrown(byte[] frame, String heap, var info) -> {
                    int from = Frames.FAILED_PAYLOAD_AT;
                    Throwable cause = ThrowableCodec.decode(
                            frame, from, frame.length - from, task.call().decoder(), info.worker(), info.pid(), heap);
                    yield new Failed<>(input, cause, info);
                }
                case RawOutcome.Gone(var certificate, var info) -> new Lost<>(input, certificate, info);
                case RawOutcome.Refused(RuntimeException cause, var info) -> new Failed<>(input, cause, info);
            };
        } catch (DecodingException e) {
            return new Failed<>(input, e, raw.info());
        }
    }
}
