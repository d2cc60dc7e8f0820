package dev.procession.internal.codec;

import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What all tests of this package need: messages from values, values from messages, and seeds. */
final class Messages {
    private Messages() {}

    static byte[] encode(@Nullable Object value) {
        EncodeBuffer out = new EncodeBuffer(64);
        Encoder.encode(value, out);
        return out.toByteArray();
    }

    static @Nullable Object decode(byte[] message) {
        return trusting().decode(message);
    }

    static @Nullable Object roundTrip(@Nullable Object value) {
        return decode(encode(value));
    }

    /** A round trip that must not end in null. */
    static Object copy(Object value) {
        return Objects.requireNonNull(roundTrip(value));
    }

    static Decoder trusting() {
        return Decoder.trusting(Messages.class.getClassLoader());
    }

    /** Decodes as a parent does the results of a function written in that class. */
    static Decoder suspicious(Class<?> function, DecodeLimits limits) {
        return new Decoder(
                Messages.class.getClassLoader(), ResultFilter.forClasses(java.util.List.of(function)), limits);
    }

    static Decoder suspicious() {
        return suspicious(Messages.class, DecodeLimits.RESULTS);
    }

    /** Replay a failure with {@code -Dprocession.seed=...}, the number that its message tells. */
    static long seed() {
        return Long.getLong("procession.seed", new Random().nextLong());
    }
}
