package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.LossCause;
import dev.procession.RemoteFailure;
import dev.procession.TaskLostException;
import dev.procession.pool.Done;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where Python's pools hang or break, by the rows of the list that this project answers to. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class MustDoBetterTest {

    /** Row 1: a worker killed in a task fails that future with its exit status; all others end, the worker is replaced. */
    @Test
    void row1KilledWorkerCostsOneTask() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withName("row1"))) {
            Begun begun = Begun.create();
            ProcessFuture<Integer> victim = pool.submit(() -> Hostile.sleep(begun));
            long pid = begun.awaitPid();
            List<ProcessFuture<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int input = i;
                others.add(pool.submit(() -> input));
            }
            Processes.kill(pid);
            assertThatThrownBy(() -> victim.get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TaskLostException.class)
                    .hasMessageContaining("SIGKILL");
            for (int i = 0; i < others.size(); i++)
                assertThat(others.get(i).get()).isEqualTo(i);
            Eventually.holds(
                    "two workers again",
                    () -> pool.workers().stream()
                                    .filter(w -> w.state() == WorkerInfo.State.IDLE)
                                    .count()
                            == 2);
        }
    }

    /** Row 2: after a kill of one of 4 workers with 100 queued tasks, 99 complete and new ones are accepted. */
    @Test
    void row2PoolGoesOnAfterADeath() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(4).withName("row2"))) {
            List<ProcessFuture<Integer>> futures = new ArrayList<>();
            futures.add(pool.submit(Hostile::haltNine));
            for (int i = 1; i < 100; i++) {
                int input = i;
                futures.add(pool.submit(() -> input));
            }
            long done = 0;
            for (ProcessFuture<Integer> future : futures) if (Pools.outcome(future) instanceof Done) done++;
            assertThat(done).isEqualTo(99);
            Pools.assertHealed(pool);
        }
    }

    /** Row 3: an exception that cannot be rebuilt here fails its own future, with class name, message and remote stack. */
    @Test
    void row3ForeignExceptionFailsOnlyItsFuture() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("row3"))) {
            ProcessFuture<Object> future = pool.submit(() -> {
                throw new Hostile.Unreadable("page 7");
            });
            Throwable failure = Pools.failure(future);
            assertThat(failure).isInstanceOf(RemoteFailure.class).hasMessageContaining("page 7");
            assertThat(((RemoteFailure) failure).className()).endsWith("Hostile$Unreadable");
            assertThat(failure.getStackTrace())
                    .anyMatch(f -> f.getClassName().equals(getClass().getName()));
            Pools.assertHealed(pool);
        }
    }

    /** Row 6: cancel(true) ends a task that ignores interrupts, with its worker only; the pool heals. */
    @Test
    void row6CancelStopsOneRunningTask() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withName("row6"))) {
            Begun begun = Begun.create();
            ProcessFuture<Integer> spinning = pool.submit(() -> Hostile.spin(begun));
            long pid = begun.awaitPid();
            ProcessFuture<List<Integer>> other = pool.submit(
                    () -> new ArrayList<>(IntStream.range(0, 10).boxed().toList()));
            assertThat(spinning.cancel(true)).isTrue();
            assertThat(spinning.isCancelled()).isTrue();
            assertThatThrownBy(spinning::get).isInstanceOf(CancellationException.class);
            assertThat(other.get()).hasSize(10);
            Eventually.holds("its process is gone", () -> !Processes.isRunning(pid));
            Pools.assertHealed(pool);
        }
    }

    /** Row 6: a deadline does the same, and says so. */
    @Test
    void row6DeadlineStopsOneRunningTask() throws Exception {
        Duration limit = Duration.ofMillis(300);
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("row6").withTaskTimeout(limit))) {
            ProcessFuture<Integer> spinning = pool.submit(() -> Hostile.spin());
            assertThat(Pools.cause(spinning, LossCause.TimedOut.class).limit()).isEqualTo(limit);
            Pools.assertHealed(pool);
        }
    }
}
