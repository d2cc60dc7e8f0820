package dev.procession.internal.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what {@code writeReplace} makes of an object, without access to that private method and without writing
 * what the replacement refers to.
 */
final class ReplacementProbe extends SerialOutput {
    private @Nullable Object replacement;

    private ReplacementProbe() throws IOException {
        super(OutputStream.nullOutputStream());
    }

    /** What would be written for it: the object itself, or its replacement, or null if that fails. */
    static @Nullable Object of(Object value) {
        try (ReplacementProbe probe = new ReplacementProbe()) {
            probe.writeObject(value);
            return probe.replacement;
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            return null; // what stands in the way will also stand in the way of the encoding, which reports it
        }
    }

    /** The serialised form of a lambda or method reference, or null if it is none. */
    static @Nullable SerializedLambda lambda(Object value) {
        // Only hidden classes have this form; the test spares others the stream.
        return value.getClass().isHidden() && of(value) instanceof SerializedLambda lambda ? lambda : null;
    }

    /** Called after {@code writeReplace}; the stream goes on with null, so with nothing. */
    @Override
    protected @Nullable Object replaceObject(Object value) {
        replacement = value;
        return null;
    }
}
