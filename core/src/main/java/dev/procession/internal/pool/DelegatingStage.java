package dev.procession.internal.pool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Hands all methods of {@link CompletionStage} to the stage that a subclass makes; what callbacks throw is logged on the way. */
abstract class DelegatingStage<R> implements CompletionStage<R> {
    /** The stage; its dependents are nobody else's, its completion is not theirs. */
    abstract CompletableFuture<R> stage();

    @Override
    public <U> CompletionStage<U> thenApply(Function<? super R, ? extends U> action) {
        return stage().thenApply(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(Function<? super R, ? extends U> action) {
        return stage().thenApplyAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenApplyAsync(Function<? super R, ? extends U> action, Executor executor) {
        return stage().thenApplyAsync(action, executor);
    }

    @Override
    public CompletionStage<Void> thenAccept(Consumer<? super R> action) {
        return stage().thenAccept(Callbacks.logged(this, action));
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super R> action) {
        return stage().thenAcceptAsync(Callbacks.logged(this, action));
    }

    @Override
    public CompletionStage<Void> thenAcceptAsync(Consumer<? super R> action, Executor executor) {
        return stage().thenAcceptAsync(Callbacks.logged(this, action), executor);
    }

    @Override
    public CompletionStage<Void> thenRun(Runnable action) {
        return stage().thenRun(Callbacks.logged(this, action));
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action) {
        return stage().thenRunAsync(Callbacks.logged(this, action));
    }

    @Override
    public CompletionStage<Void> thenRunAsync(Runnable action, Executor executor) {
        return stage().thenRunAsync(Callbacks.logged(this, action), executor);
    }

    @Override
    public <U> CompletionStage<U> thenCompose(Function<? super R, ? extends CompletionStage<U>> action) {
        return stage().thenCompose(action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(Function<? super R, ? extends CompletionStage<U>> action) {
        return stage().thenComposeAsync(action);
    }

    @Override
    public <U> CompletionStage<U> thenComposeAsync(
            Function<? super R, ? extends CompletionStage<U>> action, Executor executor) {
        return stage().thenComposeAsync(action, executor);
    }

    @Override
    public <U> CompletionStage<U> handle(BiFunction<? super R, Throwable, ? extends U> action) {
        return stage().handle(action);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(BiFunction<? super R, Throwable, ? extends U> action) {
        return stage().handleAsync(action);
    }

    @Override
    public <U> CompletionStage<U> handleAsync(BiFunction<? super R, Throwable, ? extends U> action, Executor executor) {
        return stage().handleAsync(action, executor);
    }

    @Override
    public CompletionStage<R> whenComplete(BiConsumer<? super R, ? super Throwable> action) {
        return stage().whenComplete(Callbacks.logged(this, action));
    }

    @Override
    public CompletionStage<R> whenCompleteAsync(BiConsumer<? super R, ? super Throwable> action) {
        return stage().whenCompleteAsync(Callbacks.logged(this, action));
    }

    @Override
    public CompletionStage<R> whenCompleteAsync(BiConsumer<? super R, ? super Throwable> action, Executor executor) {
        return stage().whenCompleteAsync(Callbacks.logged(this, action), executor);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super R, ? super U, ? extends V> action) {
        return stage().thenCombine(other, action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super R, ? super U, ? extends V> action) {
        return stage().thenCombineAsync(other, action);
    }

    @Override
    public <U, V> CompletionStage<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super R, ? super U, ? extends V> action,
            Executor executor) {
        return stage().thenCombineAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super R, ? super U> action) {
        return stage().thenAcceptBoth(other, action);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super R, ? super U> action) {
        return stage().thenAcceptBothAsync(other, action);
    }

    @Override
    public <U> CompletionStage<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super R, ? super U> action, Executor executor) {
        return stage().thenAcceptBothAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return stage().runAfterBoth(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return stage().runAfterBothAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return stage().runAfterBothAsync(other, action, executor);
    }

    @Override
    public <U> CompletionStage<U> applyToEither(CompletionStage<? extends R> other, Function<? super R, U> action) {
        return stage().applyToEither(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(
            CompletionStage<? extends R> other, Function<? super R, U> action) {
        return stage().applyToEitherAsync(other, action);
    }

    @Override
    public <U> CompletionStage<U> applyToEitherAsync(
            CompletionStage<? extends R> other, Function<? super R, U> action, Executor executor) {
        return stage().applyToEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> acceptEither(CompletionStage<? extends R> other, Consumer<? super R> action) {
        return stage().acceptEither(other, action);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(CompletionStage<? extends R> other, Consumer<? super R> action) {
        return stage().acceptEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> acceptEitherAsync(
            CompletionStage<? extends R> other, Consumer<? super R> action, Executor executor) {
        return stage().acceptEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return stage().runAfterEither(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return stage().runAfterEitherAsync(other, action);
    }

    @Override
    public CompletionStage<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return stage().runAfterEitherAsync(other, action, executor);
    }

    @Override
    public CompletionStage<R> exceptionally(Function<Throwable, ? extends R> action) {
        return stage().exceptionally(action);
    }

    @Override
    public CompletableFuture<R> toCompletableFuture() {
        return stage().copy();
    }
}
