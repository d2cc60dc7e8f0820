package dev.procession;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that can run in another process; it may throw any exception.
 *
 * <p>A lambda or method reference of this type is serialisable, with all that it captures.
 *
 * @param <A> the first argument
 * @param <B> the second argument
 * @param <R> the result
 * @see RemoteFunction
 */
@FunctionalInterface
public interface RemoteBiFunction<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {
    /**
     * Applies this function, in the other process.
     *
     * @param first the first argument, a copy of what the caller gave
     * @param second the second argument, likewise
     * @return the result, of which the caller gets a copy
     * @throws Exception whatever the task throws; it reaches the caller with the stack it has here
     */
    R apply(A first, B second) throws Exception;
}
