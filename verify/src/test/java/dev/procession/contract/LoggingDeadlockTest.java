package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.pool.ProcessPool;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The library's own log: whatever a handler does, nobody of the library waits for it. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class LoggingDeadlockTest {
    private static final int THREADS = 8;

    /** A life is told at DEBUG: start, ready, kill and end, each with name and pid, in that order. */
    @Test
    void lifeOfAChildIsLogged() throws Exception {
        try (HeardRecords heard = HeardRecords.of("dev.procession");
                ChildProcess child = ChildProcess.launch(o -> o.withName("watched"), () -> Thread.sleep(1_000_000))) {
            child.kill();
            child.join();
            String who = "child 'watched' (pid " + child.pid() + ") ";
            Eventually.holds(
                    "all is logged", () -> heard.messages().stream().anyMatch(m -> m.startsWith(who + "ended after ")));
            List<String> words = heard.messages().stream()
                    .filter(message -> message.startsWith(who))
                    .map(message -> message.substring(who.length()).split(" ", -1)[0] + " "
                            + message.substring(who.length()).split(" ", -1)[1])
                    .toList();
            assertThat(words).containsExactly("was started:", "is ready", "was killed:", "ended after");
        }
    }

    /** Row 26: eight threads start children while everything is logged, through a handler that uses the library itself. */
    @Test
    void row26StartingFromManyThreadsWhileLoggingNeverDeadlocks() throws Exception {
        var nested = new AtomicInteger();
        try (ProcessPool pool = ProcessPool.open(o -> o.withWorkers(1).withName("logging"));
                HeardRecords heard = HeardRecords.of("dev.procession", logged -> use(pool, nested, logged));
                var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<ExitStatus>> starts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                boolean java = i % 2 == 0;
                starts.add(() -> {
                    if (!java) return CommandProcess.launch("true").join();
                    return ChildProcess.launch(() -> {}).join();
                });
            }
            for (Future<ExitStatus> ended : threads.invokeAll(starts)) {
                assertThat(ended.get()).isEqualTo(new ExitStatus.Exited(0));
            }
            Eventually.holds("handlers have used the library", () -> nested.get() >= 4);
            assertThat(heard.all()).isNotEmpty();
        }
    }

    /** A few of the records make the handler start a child, and wait for a task of a pool. */
    private static void use(ProcessPool pool, AtomicInteger nested, LogRecord logged) {
        if (!logged.getMessage().contains("was started") || nested.get() >= 4) return;
        try {
            CommandProcess.launch("true").join();
            if (pool.run(() -> 6 * 7) == 42) nested.incrementAndGet();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A handler that hangs keeps no child from its start or its end. */
    @Test
    void hangingHandlerHoldsNobody() throws Exception {
        var hanging = new AtomicInteger();
        var release = new CountDownLatch(1);
        try (HeardRecords heard = HeardRecords.of("dev.procession", logged -> {
            hanging.incrementAndGet();
            awaitQuietly(release);
        })) {
            for (int i = 0; i < 3; i++) {
                assertThat(ChildProcess.launch(() -> {}).join()).isEqualTo(new ExitStatus.Exited(0));
            }
            Eventually.holds("one record is being written", () -> hanging.get() == 1);
            release.countDown();
            Eventually.holds("the others follow", () -> heard.all().size() >= 9);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
