package dev.procession;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that can run in another process; it may throw any exception.
 *
 * <p>A lambda or method reference of this type is serialisable, with all that it captures:
 *
 * {@snippet :
 *   RemoteFunction<Path, String> text = Pdf::text; // may throw IOException
 * }
 *
 * <p>It is not a {@link java.util.function.Function}, whose {@code apply} may throw no checked exception.
 *
 * @param <T> the argument
 * @param <R> the result
 */
@FunctionalInterface
public interface RemoteFunction<T extends @Nullable Object, R extends @Nullable Object> extends Serializable {
    /**
     * Applies this function, in the other process.
     *
     * @param argument the argument, a copy of what the caller gave
     * @return the result, of which the caller gets a copy
     * @throws Exception whatever the task throws; it reaches the caller with the stack it has here
     */
    R apply(T argument) throws Exception;
}
