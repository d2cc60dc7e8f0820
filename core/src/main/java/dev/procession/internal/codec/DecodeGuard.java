package dev.procession.internal.codec;

import dev.procession.DecodingException;
import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one message and its decoding: asks the filter about classes, and holds the limits.
 *
 * <p>A refusal is final. A {@code readObject} may catch the exception that follows from it, but the message stays
 * refused, and {@link #refusal()} tells the reason.
 *
 * <p>I1. The lengths of all arrays of a message together, in elements of references, never pass
 * {@code CLAIM_FACTOR} times its bytes: each element takes a byte at least, but hash tables announce more slots than
 * they have entries. Without this sum, arrays nested in arrays could each claim all the bytes that remain.
 */
final class DecodeGuard implements ObjectInputFilter {
    private static final int CLAIM_FACTOR = 8;
    private static final int CLAIM_SLACK = 1024;
    private static final int REFERENCES_PER_CLOCK = 1024;

    private final @Nullable ObjectInputFilter filter;
    private final DecodeLimits limits;
    private final ByteSource source;
    private final long startNanos;
    private final long maxClaims;
    private long claims;
    private long references;
    private @Nullable String refusal;

    DecodeGuard(@Nullable ObjectInputFilter filter, DecodeLimits limits, ByteSource source) {
        this.filter = filter;
        this.limits = limits;
        this.source = source;
        this.startNanos = limits.maxNanos() == Long.MAX_VALUE ? 0 : System.nanoTime();
        this.maxClaims = (long) CLAIM_FACTOR * source.remaining() + CLAIM_SLACK;
        if (source.remaining() > limits.maxBytes()) {
            throw refused("it has " + source.remaining() + " bytes, and " + limits.maxBytes() + " are accepted");
        }
    }

    /** The sentence that says what was refused, or null while nothing was. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** Asks about a class that an encoding of our own announces; a length of -1 means that it is no array. */
    void admit(Class<?> type, long arrayLength, long depth, long consumedBytes) {
        Status status = checkInput(new Announced(type, arrayLength, depth, references, consumedBytes));
        if (status == Status.REJECTED) {
            throw new DecodingException(String.valueOf(refusal), null);
        }
    }

    /** Counts an object of an encoding of our own. */
    void admitReference(long depth) {
        references++;
        String breach = depth > limits.maxDepth() ? tooDeep(depth) : null;
        if (breach == null && references > limits.maxReferences()) {
            breach = tooMany(references);
        }
        if (breach == null && references % REFERENCES_PER_CLOCK == 0) {
            breach = lateness();
        }
        if (breach != null) {
            throw refused(breach);
        }
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (refusal != null) {
            return Status.REJECTED;
        }
        String breach = breach(info);
        if (breach != null) {
            refused(breach);
            return Status.REJECTED;
        }
        ObjectInputFilter judge = filter;
        if (judge == null) {
            return Status.UNDECIDED;
        }
        Status status;
        try {
            status = judge.checkInput(info);
        } catch (RuntimeException e) {
            refused("the filter given to withResultFilter threw " + Failures.describe(e));
            return Status.REJECTED;
        }
        if (status == null || status == Status.REJECTED) {
            Class<?> type = info.serialClass();
            if (type == null) {
                refused("the filter given to withResultFilter refuses its size or depth");
            } else {
                refuse("class " + type.getTypeName() + " is not accepted from another process");
            }
            return Status.REJECTED;
        }
        return status;
    }

    private @Nullable String breach(FilterInfo info) {
        if (info.depth() > limits.maxDepth()) {
            return tooDeep(info.depth());
        }
        if (info.references() > limits.maxReferences()) {
            return tooMany(info.references());
        }
        long length = info.arrayLength();
        Class<?> type = info.serialClass();
        if (length >= 0 && type != null && type.isArray()) {
            if (length > limits.maxArrayLength()) {
                return "it has an array of " + length + " elements, and " + limits.maxArrayLength() + " are accepted";
            }
            // A believed sender needs no sums, and may announce whatever its readObject methods like.
            if (limits.isBounded() && !backed(type.getComponentType(), length)) {
                return "it announces an array of " + length + " elements, more than its bytes can hold";
            }
        }
        return lateness();
    }

    private boolean backed(Class<?> element, long length) {
        if (element.isPrimitive()) {
            return length * bytesOf(element) <= source.remaining();
        }
        claims += length;
        return claims <= maxClaims;
    }

    private static int bytesOf(Class<?> primitive) {
        if (primitive == long.class || primitive == double.class) {
            return Long.BYTES;
        }
        if (primitive == int.class || primitive == float.class) {
            return Integer.BYTES;
        }
        return primitive == short.class || primitive == char.class ? Short.BYTES : Byte.BYTES;
    }

    private @Nullable String lateness() {
        long maxNanos = limits.maxNanos();
        return maxNanos != Long.MAX_VALUE && System.nanoTime() - startNanos > maxNanos
                ? "decoding it has taken longer than " + maxNanos / 1_000_000 + " ms"
                : null;
    }

    private String tooDeep(long depth) {
        return "its values are nested " + depth + " deep or more, and " + limits.maxDepth() + " levels are accepted";
    }

    private String tooMany(long count) {
        return "it has " + count + " objects or more, and " + limits.maxReferences() + " are accepted";
    }

    private DecodingException refused(String breach) {
        return new DecodingException(refuse("a message from another process is refused: " + breach), null);
    }

    private String refuse(String what) {
        refusal = what + "\n  effect: the value in it is lost; what the task did is done"
                + "\n  remedy: if you expect such values, accept their classes with withResultFilter(...)"
                + ", or return less";
        return refusal;
    }

    private record Announced(Class<?> serialClass, long arrayLength, long depth, long references, long streamBytes)
            implements FilterInfo {}
}
