package dev.procession.internal.pool;

import dev.procession.RemoteCallable;

/** A runnable with the result that its caller wants for it. */
record WithResult<R>(Runnable task, R result) implements RemoteCallable<R> {
    @Override
    public R call() {
        task.run();
        return result;
    }
}
