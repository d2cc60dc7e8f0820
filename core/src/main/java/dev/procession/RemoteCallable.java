package dev.procession;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Callable} that can run in another process.
 *
 * <p>A lambda becomes serialisable by the type it is assigned to. Given to a method that takes a {@code Callable}, it
 * is not; given to one that takes a {@code RemoteCallable}, it is, with all that it captures.
 *
 * @param <V> the result
 */
@FunctionalInterface
public interface RemoteCallable<V extends @Nullable Object> extends Callable<V>, Serializable {}
