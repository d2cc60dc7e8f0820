package dev.procession.internal.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * For exceptions. The JDK computes the message of a {@link NullPointerException} when it is asked for, and only where
 * it was thrown; so each is replaced by one that has the message for good.
 */
final class ThrowableOutput extends SerialOutput {
    private final IdentityHashMap<Object, Object> replaced = new IdentityHashMap<>(4);

    ThrowableOutput(OutputStream out) throws IOException {
        super(out);
    }

    @Override
    protected @Nullable Object replaceObject(Object value) {
        if (value.getClass() != NullPointerException.class) {
            return super.replaceObject(value);
        }
        Object known = replaced.get(value);
        if (known != null) {
            return known;
        }
        NullPointerException original = (NullPointerException) value;
        String message = original.getMessage();
        if (message == null) {
            return value;
        }
        NullPointerException copy = new NullPointerException(message);
        copy.setStackTrace(original.getStackTrace());
        if (original.getCause() != null) {
            copy.initCause(original.getCause());
        }
        for (Throwable suppressed : original.getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        replaced.put(original, copy);
        replaced.put(copy, copy);
        return copy;
    }
}
