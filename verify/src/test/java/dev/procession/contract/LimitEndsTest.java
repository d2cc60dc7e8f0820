package dev.procession.contract;

import static dev.procession.contract.Pools.assertHealed;
import static dev.procession.contract.Pools.cause;
import static dev.procession.contract.Pools.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.Certificate;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.TaskContext;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The rows of the table of ends that are the pool's own doing: limits on time, progress and memory. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class LimitEndsTest {
    private static final Duration LIMIT = Delays.SHORT.multipliedBy(2);

    /** A task that ignores interrupts is killed, and its certificate shows where it was. */
    @Test
    void timeLimitKillsABusyLoopAndShowsItsStack() throws Exception {
        Duration grace = Delays.SHORT.multipliedBy(10);
        try (var pool =
                ProcessPool.open(o -> o.withWorkers(1).withTaskTimeout(LIMIT).withGrace(grace))) {
            ProcessFuture<Integer> future = pool.submit(() -> Hostile.spin());
            assertThat(cause(future, LossCause.TimedOut.class).limit()).isEqualTo(LIMIT);
            Certificate certificate = certificate(future);
            assertThat(certificate.threadDump().orElse("none")).contains("Hostile.spin");
            assertThat(certificate.status()).contains(new ExitStatus.Signaled(9, "SIGKILL"));
            assertThat(certificate.running()).isGreaterThanOrEqualTo(LIMIT);
            assertHealed(pool);
        }
    }

    /** A task that gives way to the interrupt is lost too, but its worker is kept: the same process does the next task. */
    @Test
    void timeLimitKeepsAWorkerThatGivesWay() throws Exception {
        try (var pool =
                ProcessPool.open(o -> o.withWorkers(1).withTaskTimeout(LIMIT).withGrace(Delays.LONG))) {
            Begun begun = Begun.create();
            ProcessFuture<Integer> future = pool.submit(() -> Hostile.sleep(begun));
            long pid = begun.awaitPid();
            assertThat(cause(future, LossCause.TimedOut.class).limit()).isEqualTo(LIMIT);
            assertThat(certificate(future).status()).isEmpty();
            assertThat(certificate(future).pid()).isEqualTo(pid);
            assertThat(pool.run(Pools::pid)).isEqualTo(pid);
        }
    }

    /** With a grace of nothing the process is killed at once. */
    @Test
    void noGraceMeansAKillAtOnce() throws Exception {
        try (var pool =
                ProcessPool.open(o -> o.withWorkers(1).withTaskTimeout(LIMIT).withGrace(Duration.ZERO))) {
            ProcessFuture<Integer> future = pool.submit(() -> Hostile.sleep());
            cause(future, LossCause.TimedOut.class);
            assertThat(certificate(future).status()).contains(new ExitStatus.Signaled(9, "SIGKILL"));
            assertThat(certificate(future).threadDump()).isEmpty();
            assertHealed(pool);
        }
    }

    /** A task without progress is ended and the cause says so; one that reports may take longer than the limit. */
    @Test
    void stallLimitEndsATaskWithoutProgress() throws Exception {
        Duration limit = Delays.SHORT.multipliedBy(5);
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withStallTimeout(limit))) {
            long longerNanos = limit.multipliedBy(2).toNanos();
            assertThat(pool.run(() -> progressFor(longerNanos))).isEqualTo("alive all the time");
            ProcessFuture<Integer> stalled = pool.submit(() -> {
                progressFor(1);
                return Hostile.sleep();
            });
            assertThat(cause(stalled, LossCause.Stalled.class).limit()).isEqualTo(limit);
            assertHealed(pool);
        }
    }

    private static String progressFor(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() - end < 0) TaskContext.current().progress();
        return "alive all the time";
    }

    /** A worker over its memory limit is ended, native memory included, and the cause has both figures. */
    @Test
    void memoryLimitEndsAWorkerThatGrows() throws Exception {
        long limitBytes = 200L << 20;
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withMemoryLimit(limitBytes))) {
            ProcessFuture<Integer> future = pool.submit(() -> {
                Chaos.fillNativeMemory(2 * limitBytes);
                return Hostile.sleep();
            });
            LossCause.OverMemory over = cause(future, LossCause.OverMemory.class);
            assertThat(over.limitBytes()).isEqualTo(limitBytes);
            assertThat(over.rssBytes()).isGreaterThan(limitBytes);
            assertHealed(pool);
        }
    }
}
