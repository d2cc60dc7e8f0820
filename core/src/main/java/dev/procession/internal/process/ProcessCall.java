package dev.procession.internal.process;

import dev.procession.ProcessLostException;
import dev.procession.ProcessReport;
import dev.procession.process.SupervisedProcess;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The result to come of a process. */
public final class ProcessCall<R> extends CompletableFuture<R> implements Consumer<Answer> {
    private volatile @Nullable SupervisedProcess process;

    /** Sets whose result it is, before that is started. */
    public void of(SupervisedProcess own) {
        this.process = own;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the callable said so; R may be a type with null in it
    public void accept(Answer answer) {
        switch (answer) {
            case Answer.Value(Object value) -> complete((R) value);
            case Answer.Thrown(Throwable thrown) -> completeExceptionally(thrown);
            case Answer.None _ -> completeExceptionally(lost());
        }
    }

    private RuntimeException lost() {
        SupervisedProcess own = process;
        if (own == null) return new IllegalStateException("not started yet");
        ProcessReport report = own.report().orElseThrow();
        return new ProcessLostException(report);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        SupervisedProcess own = process;
        if (cancelled && mayInterruptIfRunning && own != null && own.isAlive()) own.terminate();
        return cancelled;
    }

    /** A stage that depends on this is a future of its own: to cancel it does not end the process. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
