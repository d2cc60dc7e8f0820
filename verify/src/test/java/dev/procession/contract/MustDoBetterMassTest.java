package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus.Exited;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Self;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.SupervisedProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Leaks;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What must be better than in Python, as far as only many processes show it; each test names its row. */
@ExtendWith(LeakCheck.class)
final class MustDoBetterMassTest {
    private static final int SHORT_COMMANDS = 480;
    private static final int SHORT_JVMS = 20;
    private static final int STARTED_CYCLES = 1_000;
    private static final int UNSTARTED_CYCLES = 10_000;
    private static final int STARTERS = 8;

    /** Rows 20 and 25 start very many processes. */
    @RegisterExtension
    final Watchdog watchdog = new Watchdog(Delays.WATCHDOG.multipliedBy(3));

    /** Row 20: 500 short processes that nobody joins or closes leave no zombie a second after the last end. */
    @Test
    void row20UnjoinedProcessesLeaveNoZombies() throws Exception {
        for (int i = 0; i < SHORT_COMMANDS; i++) CommandProcess.launch("true");
        for (int i = 0; i < SHORT_JVMS; i++) ChildProcess.launch(() -> {});
        Eventually.holds(
                "all ended", () -> ProcFs.descendants(Self.pid()).stream().allMatch(ProcessStat::hasEnded));
        assertThat(Eventually.heldWithin(
                        Duration.ofSeconds(1),
                        () -> ProcFs.descendants(Self.pid()).isEmpty()))
                .as("zombies gone within a second")
                .isTrue();
        Eventually.holds("all told", () -> SupervisedProcess.active().isEmpty());
    }

    /** Row 25: processes made, started and closed again and again leave descriptors, threads and mappings as they were. */
    @Test
    void row25StartedAndClosedProcessesLeaveNothing() throws Exception {
        cycles(10); // what is opened once and for all
        Leaks leaks = Leaks.since();
        cycles(STARTED_CYCLES);
        assertThat(leaks.awaitNone(Delays.LONG)).isEmpty();
    }

    private static void cycles(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            try (CommandProcess command = CommandProcess.launch("true")) {
                if (i % 2 == 0) assertThat(command.join()).isEqualTo(new Exited(0));
            }
        }
    }

    /** Row 25: processes that are made and closed without a start leave nothing, whatever their options. */
    @Test
    void row25UnstartedProcessesLeaveNothing() throws Exception {
        Leaks leaks = Leaks.since();
        for (int i = 0; i < UNSTARTED_CYCLES; i++) {
            ChildProcess.of(o -> o.withTimeLimit(Duration.ofHours(1)).withMemoryLimit(1 << 20), () -> {})
                    .close();
            CommandProcess.of(o -> o, List.of("true")).close();
        }
        assertThat(SupervisedProcess.active()).isEmpty();
        assertThat(leaks.awaitNone(Delays.LONG)).isEmpty();
    }

    /** Row 26: starts from eight threads, while all log through a handler with a lock, come to their ends. */
    @Test
    void row26StartsWhileLogging() throws Exception {
        Logger logger = Logger.getLogger("dev.procession"); // held: a logger without a holder forgets its handlers
        var handler = new LockingHandler();
        Level before = logger.getLevel();
        var over = new AtomicBoolean();
        logger.addHandler(handler);
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        try (var executor = Executors.newFixedThreadPool(2 * STARTERS)) {
            List<Future<Void>> loggers = new ArrayList<>();
            for (int i = 0; i < STARTERS; i++) loggers.add(executor.submit(() -> log(logger, over)));
            try {
                List<Callable<Integer>> starts = Collections.nCopies(STARTERS, MustDoBetterMassTest::startSome);
                for (Future<Integer> start : executor.invokeAll(starts))
                    assertThat(start.get()).isEqualTo(42);
            } finally {
                over.set(true);
            }
            for (Future<Void> each : loggers) each.get();
        } finally {
            logger.setUseParentHandlers(true);
            logger.setLevel(before);
            logger.removeHandler(handler);
        }
        assertThat(handler.records.get()).isPositive();
    }

    private static Void log(Logger logger, AtomicBoolean over) {
        for (long i = 0; !over.get(); i++) {
            logger.finest("line " + i);
            Thread.onSpinWait();
        }
        return null;
    }

    private static int startSome() throws InterruptedException, ExecutionException {
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            try (CommandProcess command = CommandProcess.launch("sh", "-c", "exit 2")) {
                if (command.join() instanceof Exited(int code)) sum += code;
            }
        }
        return sum
                + ChildProcess.call(() -> {
                            Logger.getLogger("dev.procession").fine("in the child");
                            return 22;
                        })
                        .get();
    }

    /** Lets one record through at a time, as handlers that write files do. */
    private static final class LockingHandler extends Handler {
        private final AtomicLong records = new AtomicLong();

        @Override
        public synchronized void publish(LogRecord record) {
            records.incrementAndGet();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
