package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Self;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.process.Output;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As {@link MustDoBetterTest}: the rows about ends of pools, of memory and of many processes. */
@ExtendWith(LeakCheck.class)
final class MustDoBetterEndsTest {
    private static final int SHORT_PROCESSES = 130;
    private static final int SHORT_TASKS = 20;

    /** Row 20 starts many JVMs. */
    @RegisterExtension
    final Watchdog watchdog = new Watchdog(Delays.WATCHDOG.multipliedBy(3));

    /** Row 9: after shutdownNow() every future is done, those of running tasks and of waiting ones. */
    @Test
    void row9EveryFutureIsDoneAfterShutdownNow() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withName("row9"))) {
            List<ProcessFuture<Integer>> futures = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Begun begun = Begun.create();
                futures.add(pool.submit(() -> Hostile.spin(begun)));
                begun.awaitPid();
            }
            for (int i = 0; i < 100; i++) futures.add(pool.submit(() -> Hostile.sleep()));
            pool.shutdownNow();
            assertThat(futures).allMatch(ProcessFuture::isDone);
            for (ProcessFuture<Integer> future : futures) Pools.cause(future, LossCause.PoolClosed.class);
        }
    }

    /** Row 10: what a callback throws is logged; the other callbacks of its future and later results arrive. */
    @Test
    void row10ThrowingCallbackIsLogged() throws Exception {
        var heard = new Listener();
        Logger logger = Logger.getLogger("dev.procession"); // held: a logger without a holder forgets its handlers
        logger.addHandler(heard);
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("row10"))) {
            var values = new ConcurrentLinkedQueue<Integer>();
            for (int i = 0; i < 10; i++) {
                int input = i;
                ProcessFuture<Integer> future = pool.submit(() -> input);
                future.thenAccept(value -> fail("accept " + value));
                future.whenComplete((value, failure) -> fail("complete " + value));
                future.thenRun(() -> fail("run " + input));
                future.thenAccept(values::add);
            }
            Eventually.holds("all values", () -> values.size() == 10);
            Eventually.holds("all that was thrown", () -> heard.messages.size() == 30);
            assertThat(heard.messages).contains("accept 0", "complete 5", "run 9");
            Pools.assertHealed(pool);
        } finally {
            logger.removeHandler(heard);
        }
    }

    private static void fail(String what) {
        throw new IllegalStateException(what);
    }

    /** Takes the messages of the exceptions that are logged. */
    private static final class Listener extends Handler {
        final ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            Throwable thrown = record.getThrown();
            if (thrown instanceof IllegalStateException) messages.add(String.valueOf(thrown.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** Row 11: a worker over its memory cap dies with a cause that has limit and use; the parent's own memory stays as it is. */
    @Test
    void row11MemoryCapCostsOnlyTheWorker() throws Exception {
        long limitBytes = 400L << 20;
        try (var pool = ProcessPool.open(
                o -> o.withWorkers(1).withName("row11").withMaxHeap("64m").withMemoryLimit(limitBytes))) {
            Pools.assertHealed(pool);
            long beforeBytes = residentBytes();
            LossCause.OverMemory over = Pools.cause(
                    pool.submit(() -> {
                        Chaos.fillNativeMemory(2 * limitBytes);
                        Chaos.hang();
                    }),
                    LossCause.OverMemory.class);
            assertThat(over.limitBytes()).isEqualTo(limitBytes);
            assertThat(over.rssBytes()).isGreaterThan(limitBytes);
            assertThat(residentBytes() - beforeBytes).as("growth of the parent").isLessThan(limitBytes / 4);
            Pools.assertHealed(pool);
        }
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    /** Row 20: after many short processes, most of which end as they boot, no zombie is left a second after the last end. */
    @Test
    void row20ShortProcessesLeaveNoZombies() throws Exception {
        int started = tasksThatEndTheirWorkers();
        while (started < SHORT_PROCESSES) started += workersThatDoNotStart();
    }

    private static int tasksThatEndTheirWorkers() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(2).withName("row20"))) {
            List<Integer> inputs = IntStream.range(0, SHORT_TASKS).boxed().toList();
            int ended = 0;
            try (Outcomes<Integer, Integer> outcomes = pool.outcomes(MustDoBetterEndsTest::end, inputs)) {
                for (Outcome<Integer, Integer> outcome : outcomes) if (outcome instanceof Lost) ended++;
            }
            assertThat(ended).isEqualTo(SHORT_TASKS);
            assertNoZombies();
            Pools.assertHealed(pool);
            return generations(pool);
        }
    }

    private static int workersThatDoNotStart() throws Exception {
        try (var pool = ProcessPool.open(o ->
                o.withWorkers(32).withName("row20").withOutput(Output.DISCARD).withJvmFlags("-XX:+NoSuchFlag"))) {
            assertThat(Pools.failure(pool.submit(() -> 1))).isInstanceOf(PoolBrokenException.class);
            assertNoZombies();
            return generations(pool);
        }
    }

    private static int generations(ProcessPool pool) {
        return pool.workers().stream().mapToInt(WorkerInfo::generation).sum();
    }

    private static void assertNoZombies() throws InterruptedException {
        assertThat(Eventually.heldWithin(Duration.ofSeconds(1), () -> zombies().isEmpty()))
                .as("zombies gone within a second: %s", zombies())
                .isTrue();
    }

    private static int end(int input) {
        Runtime.getRuntime().halt(input & 0x7F);
        return input;
    }

    private static List<ProcessStat> zombies() {
        return ProcFs.descendants(Self.pid()).stream()
                .filter(ProcessStat::hasEnded)
                .toList();
    }
}
