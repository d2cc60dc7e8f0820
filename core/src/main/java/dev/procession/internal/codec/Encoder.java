package dev.procession.internal.codec;

import dev.procession.EncodingException;
import java.io.IOException;
import java.io.NotSerializableException;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into messages: in our own encodings if they reach, else by Java serialisation.
 *
 * <p>The bytes are a snapshot. What happens to the value afterwards does not show in them, and a value that cannot be
 * encoded fails here, in the thread that sends it.
 */
public final class Encoder {
    private Encoder() {}

    /**
     * Appends a message.
     *
     * @param value what to encode
     * @param out where to; as before if this fails
     * @throws EncodingException if the value has a part that is not serialisable (the message names the path of fields
     *     to it), is nested too deep for this thread's stack, is larger than 2 GiB, or fails by itself
     */
    public static void encode(@Nullable Object value, EncodeBuffer out) {
        int start = out.size();
        boolean written = false;
        try {
            if (!CompactWriter.writeMessage(value, out) && value != null) {
                out.rewind(start);
                serialise(value, out);
            }
            written = true;
        } catch (EncodingException | OutOfMemoryError | InternalError e) {
            throw e;
        } catch (Throwable e) { // also errors: a writeObject may throw whatever it likes
            throw failed(value, e);
        } finally {
            if (!written) {
                out.rewind(start);
            }
        }
    }

    /** Appends an exception, as {@link #encode} does any value. */
    static void encodeThrowable(Throwable value, EncodeBuffer out) {
        int start = out.size();
        boolean written = false;
        try {
            int header = beginSerial(out);
            try (ThrowableOutput stream = new ThrowableOutput(out.stream())) {
                stream.writeObject(value);
            }
            endSerial(out, header);
            written = true;
        } catch (EncodingException | OutOfMemoryError | InternalError e) {
            throw e;
        } catch (Throwable e) {
            throw failed(value, e);
        } finally {
            if (!written) {
                out.rewind(start);
            }
        }
    }

    private static void serialise(Object value, EncodeBuffer out) throws IOException {
        int header = beginSerial(out);
        try (SerialOutput stream = new SerialOutput(out.stream())) {
            stream.writeObject(value);
        }
        endSerial(out, header);
    }

    private static int beginSerial(EncodeBuffer out) {
        out.writeByte(Tag.SERIAL);
        return out.reserve(Integer.BYTES);
    }

    private static void endSerial(EncodeBuffer out, int header) {
        out.patchInt(header, out.size() - header - Integer.BYTES);
    }

    private static EncodingException failed(@Nullable Object value, Throwable cause) {
        String name = value == null ? "null" : FieldPath.nameOf(value.getClass());
        if (cause instanceof NotSerializableException && value != null) {
            return new EncodingException(FieldPath.explain(value, cause.getMessage()), cause);
        }
        if (cause instanceof StackOverflowError) {
            return new EncodingException(
                    "a value (" + name + ") cannot be encoded: its graph is too deep for this thread's stack"
                            + "\n  effect: nothing was sent"
                            + "\n  remedy: send a flat form, such as an array or a list, or raise the stack size (-Xss)",
                    cause);
        }
        return new EncodingException(
                "a value (" + name + ") cannot be encoded: serialising it threw " + Failures.describe(cause)
                        + "\n  effect: nothing was sent",
                cause);
    }
}
