package dev.procession.internal.pool;

import dev.procession.RemoteCallable;
import dev.procession.RemoteFunction;

/** A function with its input, as one task. */
record BoundFunction<T, R>(RemoteFunction<T, R> function, T input) implements RemoteCallable<R> {
    @Override
    public R call() throws Exception {
        return function.apply(input);
    }
}
