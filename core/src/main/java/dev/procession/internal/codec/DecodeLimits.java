package dev.procession.internal.codec;

/**
 * How much one message may ask of the process that decodes it.
 *
 * <p>Time is looked at whenever a class, an array or a reference is met; a single {@code readObject} of a class that is
 * accepted is not interrupted.
 *
 * @param maxBytes the length of the message
 * @param maxDepth how deep values are nested
 * @param maxArrayLength the elements of the longest array
 * @param maxReferences how many objects it has
 * @param maxNanos how long decoding may take; {@link Long#MAX_VALUE} for no limit
 */
public record DecodeLimits(long maxBytes, long maxDepth, long maxArrayLength, long maxReferences, long maxNanos) {
    /** For what comes from a process that is believed. */
    public static final DecodeLimits UNLIMITED =
            new DecodeLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** For results of a child, decoded on a stack of a MiB: a GiB, 500 levels, 50 million objects, 30 seconds. */
    public static final DecodeLimits RESULTS =
            new DecodeLimits(1L << 30, 500, Integer.MAX_VALUE, 50_000_000, 30_000_000_000L);

    /** Checks that every limit lets something through. */
    public DecodeLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxArrayLength < 0 || maxReferences < 1 || maxNanos < 1) {
            throw new IllegalArgumentException("a limit that admits nothing: bytes " + maxBytes + ", depth " + maxDepth
                    + ", array length " + maxArrayLength + ", references " + maxReferences + ", nanoseconds "
                    + maxNanos);
        }
    }

    /** Whether the sender is to be kept within bounds at all. */
    boolean isBounded() {
        return maxBytes != Long.MAX_VALUE
                || maxNanos != Long.MAX_VALUE
                || maxArrayLength != Long.MAX_VALUE
                || maxDepth != Long.MAX_VALUE
                || maxReferences != Long.MAX_VALUE;
    }
}
