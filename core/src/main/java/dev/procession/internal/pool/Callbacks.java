package dev.procession.internal.pool;

import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Actions at the end of a stage's chain, whose own stage hardly anybody looks at: what they throw is logged, and thrown on to
 * that stage.
 */
final class Callbacks {
    private Callbacks() {}

    static <R> Consumer<R> logged(Object future, Consumer<? super R> action) {
        Objects.requireNonNull(action, "action");
        return value -> {
            try {
                action.accept(value);
            } catch (Throwable t) {
                log(future, t);
                throw t;
            }
        };
    }

    static <R> BiConsumer<R, Throwable> logged(Object future, BiConsumer<? super R, ? super Throwable> action) {
        Objects.requireNonNull(action, "action");
        return (value, failure) -> {
            try {
                action.accept(value, failure);
            } catch (Throwable t) {
                log(future, t);
                throw t;
            }
        };
    }

    static Runnable logged(Object future, Runnable action) {
        Objects.requireNonNull(action, "action");
        return () -> {
            try {
                action.run();
            } catch (Throwable t) {
                log(future, t);
                throw t;
            }
        };
    }

    private static void log(Object future, Throwable thrown) {
        LibraryLog.log(
                Level.WARNING,
                "a callback of a " + future + " threw; the stage it made has failed with that, and nothing else has",
                thrown);
    }
}
