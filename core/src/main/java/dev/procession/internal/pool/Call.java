package dev.procession.internal.pool;

import dev.procession.internal.codec.DecodeLimits;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.FunctionFacts;
import dev.procession.pool.PoolOptions;
import java.io.ObjectInputFilter;
import java.io.Serializable;

/**
 * A function that is run on many inputs, for as long as somebody wants results: encoded once, sent to a worker at its first
 * task, forgotten by all workers when it is closed. What it captured does not outlive it.
 *
 * <p>A call of number {@link Frames#NO_CALL} is of one task only, whose payload is the encoded function.
 */
final class Call {
    private final int number;
    private final byte[] function;
    private final FunctionFacts facts;
    private final Decoder decoder;

    /**
     * Encodes a function.
     *
     * @param function what is sent
     * @param origin the user's own function in it, after which it is named and by which its results are judged
     */
    Call(int number, Serializable function, Object origin, PoolOptions options) {
        this.number = number;
        this.function = WorkerPool.encode(function);
        this.facts = FunctionFacts.of(origin);
        ObjectInputFilter filter = options.resultFilter()
                .<ObjectInputFilter>map(user -> facts.filter().after(user))
                .orElse(facts.filter());
        DecodeLimits usual = DecodeLimits.RESULTS;
        DecodeLimits limits = new DecodeLimits(
                options.maxResultBytes(),
                usual.maxDepth(),
                usual.maxArrayLength(),
                usual.maxReferences(),
                usual.maxNanos());
        this.decoder = new Decoder(facts.loader(), filter, limits);
    }

    int number() {
        return number;
    }

    byte[] functionBytes() {
        return function;
    }

    String functionName() {
        return facts.name();
    }

    /** The decoder of its results, for any thread. */
    Decoder decoder() {
        return decoder;
    }
}
