package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.Certificate;
import dev.procession.LossCause;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import java.util.concurrent.TimeUnit;

/** What several tests ask of a pool. */
final class Pools {
    private Pools() {}

    static long pid() {
        return ProcessHandle.current().pid();
    }

    /** The outcome, which must come in time, whatever it is. */
    static <R> Outcome<Object, R> outcome(ProcessFuture<R> future) throws Exception {
        Eventually.holds("an outcome of " + future, future::isDone);
        return future.outcome();
    }

    static Throwable failure(ProcessFuture<?> future) throws Exception {
        Outcome<Object, ?> outcome = outcome(future);
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<?, ?>) outcome).cause();
    }

    static Certificate certificate(ProcessFuture<?> future) throws Exception {
        Outcome<Object, ?> outcome = outcome(future);
        assertThat(outcome).isInstanceOf(Lost.class);
        return ((Lost<?, ?>) outcome).certificate();
    }

    static <C extends LossCause> C cause(ProcessFuture<?> future, Class<C> type) throws Exception {
        Certificate certificate = certificate(future);
        assertThat(certificate.cause()).as(certificate.report()).isInstanceOf(type);
        return type.cast(certificate.cause());
    }

    /** Waits until every worker has a process that is ready, and gives the first one's pid. */
    static long awaitReady(ProcessPool pool) throws InterruptedException {
        Eventually.holds(
                "all workers ready",
                () -> pool.workers().stream()
                        .allMatch(w -> w.state() == WorkerInfo.State.IDLE || w.state() == WorkerInfo.State.BUSY));
        return pool.workers().getFirst().pid();
    }

    /** The pool works as before. */
    static void assertHealed(ProcessPool pool) throws Exception {
        assertThat(pool.submit(() -> 6 * 7).get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                .isEqualTo(42);
    }
}
