package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import dev.procession.pool.Lost;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A consumer of output lines that does not come back costs output, and nothing else. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class StuckConsumerTest {
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    private void block(String child, long pid, boolean error, String line) {
        stuck.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                release.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    /** With the output thread stuck, a death is told, the worker is replaced, tasks run, and the pool ends at once. */
    @Test
    void deathsAreToldAndThePoolEnds() throws Exception {
        try (var pool =
                ProcessPool.open(o -> o.withWorkers(1).withName("stuck").withOutput(Output.lines(this::block)))) {
            ProcessFuture<Integer> talker = pool.submit(() -> {
                System.out.println("into the void");
                Thread.currentThread().join();
                return 0;
            });
            assertThat(stuck.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            Processes.kill(pool.workers().getFirst().pid());
            Eventually.holds("the death is told", talker::isDone);
            assertThat(talker.outcome())
                    .isInstanceOfSatisfying(
                            Lost.class,
                            lost -> assertThat(lost.certificate().cause()).isInstanceOf(LossCause.Signaled.class));
            assertThat(pool.submit(() -> 42).get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo(42);
            pool.shutdownNow();
            assertThat(pool.isTerminated()).isTrue();
        } finally {
            release.countDown();
        }
    }

    /** A consumer may close its own pool. */
    @Test
    void aConsumerMayCloseItsPool() throws Exception {
        var holder = new CompletableFuture<ProcessPool>();
        var ended = new CountDownLatch(1);
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withOutput(Output.lines((child, pid, error, line) -> {
            holder.join().shutdownNow();
            ended.countDown();
        })))) {
            holder.complete(pool);
            ProcessFuture<Integer> talker = pool.submit(() -> {
                System.out.println("enough");
                Thread.currentThread().join();
                return 0;
            });
            assertThat(ended.await(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
            assertThat(talker.outcome()).isInstanceOf(Lost.class);
        }
    }
}
