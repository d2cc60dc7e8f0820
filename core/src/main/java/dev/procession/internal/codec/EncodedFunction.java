package dev.procession.internal.codec;

import java.util.Arrays;

/**
 * A function as it travels: two of them are equal if their bytes are, so that a worker decodes each once per call.
 *
 * @param bytes the message; nobody changes it
 * @param displayName what it is called in messages and tables, such as {@code Pdf::text}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, and never changed
public record EncodedFunction(byte[] bytes, String displayName) {
    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedFunction function && Arrays.equals(bytes, function.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EncodedFunction[" + displayName + ", " + bytes.length + " bytes]";
    }
}
