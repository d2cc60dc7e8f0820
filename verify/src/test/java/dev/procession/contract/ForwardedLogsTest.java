package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.pool.PoolOptions;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessOptions;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of the log records of a child whose parent wants them. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ForwardedLogsTest {
    private static final String NAME = "forwarded.logs.test";
    /** A logger of its own: its records may come after the test has ended. */
    private static final String SLOW = "forwarded.logs.slow";

    private static final int THREADS = 8;
    private static final int EACH = 500;

    private static ProcessOptions info(ProcessOptions o) {
        return o.withName("teller").withOutput(Output.DISCARD).withForwardedLogs(Level.INFO);
    }

    private static Logger logger() {
        return Logger.getLogger(NAME);
    }

    /** A record comes with its level and logger, with name and pid before its message, and with the stack of its throwable. */
    @Test
    void recordReachesTheHandlersOfTheParent() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME);
                ChildProcess child = ChildProcess.launch(
                        ForwardedLogsTest::info,
                        () -> logger().log(
                                        java.util.logging.Level.WARNING, "so {0}", new IllegalStateException("why")))) {
            child.join();
            LogRecord logged = heard.all().getFirst();
            assertThat(heard.all()).hasSize(1);
            assertThat(logged.getLevel()).isEqualTo(java.util.logging.Level.WARNING);
            assertThat(logged.getLoggerName()).isEqualTo(NAME);
            assertThat(logged.getMessage())
                    .startsWith("[teller " + child.pid() + "] so {0}")
                    .contains("java.lang.IllegalStateException: why", "\tat ", "ForwardedLogsTest");
        }
    }

    /** Records of many threads all come, those of each thread in its order, before join returns. */
    @Test
    void recordsOfEachThreadComeInOrder() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME);
                ChildProcess child =
                        ChildProcess.launch(ForwardedLogsTest::info, ForwardedLogsTest::logFromManyThreads)) {
            child.join();
            List<String> messages = heard.messages();
            assertThat(messages).hasSize(THREADS * EACH);
            for (int thread = 0; thread < THREADS; thread++) {
                String mark = "] " + thread + ":";
                List<Integer> numbers = messages.stream()
                        .filter(message -> message.contains(mark))
                        .map(message -> Integer.parseInt(message.substring(message.indexOf(mark) + mark.length())))
                        .toList();
                assertThat(numbers).hasSize(EACH).isSorted();
            }
        }
    }

    private static void logFromManyThreads() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Runnable work = () -> {
                for (int n = 0; n < EACH; n++) logger().info(number + ":" + n);
            };
            threads.add(
                    i % 2 == 0
                            ? Thread.ofPlatform().start(work)
                            : Thread.ofVirtual().start(work));
        }
        for (Thread thread : threads) thread.join();
    }

    /** What is logged just before the end, and in a shutdown hook, also after the logging system has closed its handlers. */
    @Test
    void recordsOfShutdownHooksCome() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME);
                ChildProcess child = ChildProcess.launch(ForwardedLogsTest::info, () -> {
                    Logger logger = logger();
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        LogManager.getLogManager().reset(); // as the hook of the logging system does, at any time
                        logger.info("hook");
                    }));
                    logger.info("last");
                    System.exit(3);
                })) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(3));
            assertThat(heard.messages())
                    .containsExactly("[teller " + child.pid() + "] last", "[teller " + child.pid() + "] hook");
        }
    }

    /** What was logged before a SIGKILL is there: it stood in shared memory. */
    @Test
    void recordsBeforeAKillCome() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME);
                ChildProcess child = ChildProcess.launch(ForwardedLogsTest::info, () -> {
                    for (int i = 0; i < 100; i++) logger().info("n" + i);
                    new ProcessBuilder(
                                    "kill", "-9", "" + ProcessHandle.current().pid())
                            .start()
                            .waitFor();
                    Thread.sleep(Delays.WATCHDOG);
                })) {
            assertThat(child.join()).isInstanceOf(ExitStatus.Signaled.class);
            assertThat(heard.messages()).hasSize(100).last().asString().endsWith("n99");
        }
    }

    /** What is below the level stays in the child; DEBUG is there for the asking. */
    @Test
    void onlyRecordsOfTheLevelCome() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME)) {
            ChildProcess.launch(ForwardedLogsTest::info, ForwardedLogsTest::logAtTwoLevels)
                    .join();
            assertThat(heard.messages()).singleElement().asString().endsWith("info");
            ChildProcess.launch(o -> info(o).withForwardedLogs(Level.DEBUG), ForwardedLogsTest::logAtTwoLevels)
                    .join();
            assertThat(heard.messages()).hasSize(3).anyMatch(message -> message.endsWith("fine"));
        }
    }

    private static void logAtTwoLevels() {
        logger().fine("fine");
        logger().info("info");
    }

    /** A handler that hangs keeps nobody from the end of the child for long, nor the child from its own end. */
    @Test
    void hangingHandlerDoesNotHoldTheEnd() throws Exception {
        var release = new CountDownLatch(1);
        try (HeardRecords heard = HeardRecords.of(SLOW, logged -> await(release));
                ChildProcess child = ChildProcess.launch(ForwardedLogsTest::info, () -> {
                    for (int i = 0; i < 2_000; i++) Logger.getLogger(SLOW).info("x".repeat(8_000));
                })) {
            boolean ended = child.join(Delays.LONG);
            release.countDown();
            assertThat(ended).as("ended although no record could be written").isTrue();
            assertThat(child.exitStatus()).hasValue(new ExitStatus.Exited(0));
            assertThat(heard.all()).isNotEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a handler that is too slow has no room for is counted: with what has come, nothing is missing. */
    @Test
    void lossesAreCounted() throws Exception {
        var release = new CountDownLatch(1);
        int count = 4_000;
        try (HeardRecords heard = HeardRecords.of(NAME, logged -> await(release));
                HeardRecords library = HeardRecords.of("dev.procession");
                ChildProcess child = ChildProcess.launch(ForwardedLogsTest::info, () -> {
                    for (int i = 0; i < count; i++) logger().info("x".repeat(8_000));
                })) {
            child.join();
            release.countDown();
            Eventually.holds("came and lost make all", () -> heard.all().size() + lost(library, child.pid()) == count);
            assertThat(lost(library, child.pid())).isPositive();
        }
    }

    private static int lost(HeardRecords library, long pid) {
        String mark = "[teller " + pid + "] ";
        return library.messages().stream()
                .filter(message -> message.startsWith(mark) && message.contains(" log records are lost here"))
                .mapToInt(message ->
                        Integer.parseInt(message.substring(mark.length()).split(" ", -1)[0]))
                .sum();
    }

    /** A handler that throws costs its record, and the next ones come. */
    @Test
    void throwingHandlerCostsNothingElse() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME, logged -> {
                    throw new IllegalStateException("handler");
                });
                ChildProcess child = ChildProcess.launch(ForwardedLogsTest::info, () -> {
                    logger().info("one");
                    logger().info("two");
                })) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(heard.messages()).hasSize(2);
        }
    }

    /** A thread that is interrupted logs, and stays interrupted. */
    @Test
    void interruptedThreadLogsAndStaysInterrupted() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME)) {
            boolean interrupted = ChildProcess.call(ForwardedLogsTest::info, () -> {
                        Thread.currentThread().interrupt();
                        logger().info("all the same");
                        return Thread.interrupted();
                    })
                    .get();
            assertThat(interrupted).isTrue();
            Eventually.holds("the record", () -> heard.messages().size() == 1);
        }
    }

    /** A result of many frames and the records of other threads do not mix. */
    @Test
    void largeResultAndRecordsDoNotMix() throws Exception {
        try (HeardRecords heard = HeardRecords.of(NAME)) {
            byte[] result = ChildProcess.call(ForwardedLogsTest::info, () -> {
                        Thread.ofPlatform().daemon().start(() -> {
                            for (int i = 0; true; i++) logger().info("n" + i);
                        });
                        byte[] bytes = new byte[16 << 20];
                        Arrays.fill(bytes, (byte) 7);
                        return bytes;
                    })
                    .get();
            assertThat(result).hasSize(16 << 20).containsOnly(7);
            assertThat(heard.messages()).allMatch(message -> message.contains("] n"));
        }
    }

    /** Without java.logging the task is not begun, and the sentence says why. */
    @Test
    void withoutTheModuleTheTaskIsNotBegun() throws Exception {
        try (ChildProcess child = ChildProcess.launch(
                o -> info(o).withJvmFlags("--limit-modules=java.base,java.management"),
                () -> System.out.println("begun"))) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(1));
            assertThat(child.report().orElseThrow().failure().orElseThrow())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no module java.logging");
            assertThat(child.report().orElseThrow().lastOutput()).doesNotContain("begun");
        }
    }

    /** What has no way for records says so, instead of forgetting them. */
    @Test
    void commandsAndPoolsRefuse() {
        assertThatThrownBy(() -> CommandProcess.of(o -> o.withForwardedLogs(Level.INFO), List.of("true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("forwarded logs");
        assertThatThrownBy(() -> PoolOptions.DEFAULTS.withForwardedLogs(Level.INFO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be forwarded");
    }
}
