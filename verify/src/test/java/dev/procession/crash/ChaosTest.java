package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.Certificate;
import dev.procession.LossCause;
import dev.procession.RemoteRunnable;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each harm of {@link Chaos} really does what it says, to a worker, and costs its pool one task. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ChaosTest {
    private static final long MEMORY_LIMIT_BYTES = 400L << 20;

    @TempDir
    static Path crashes;

    private static ProcessPool pool;

    @BeforeAll
    static void openPool() {
        pool = ProcessPool.open(o -> o.withName("chaos")
                .withWorkers(1)
                .withMaxHeap("64m")
                .withMemoryLimit(MEMORY_LIMIT_BYTES)
                .withOutput(Output.DISCARD)
                .withJvmFlags("-XX:MaxMetaspaceSize=64m")
                .withChild(c -> c.withCrashDirectory(crashes)));
    }

    @AfterAll
    static void closePool() {
        pool.close(Delays.SHORT);
    }

    /** What never returns is ended by the time limit, wherever it is stuck. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void endlessTaskIsEndedByTheTimeLimit(RemoteRunnable harm) throws Exception {
        var limit = Delays.SHORT.multipliedBy(20); // the healed pool's first task has it too, in a cold JVM
        try (var limited =
                ProcessPool.open(o -> o.withName("endless").withWorkers(1).withTaskTimeout(limit))) {
            assertThat(cause(limited.submit(harm))).isEqualTo(new LossCause.TimedOut(limit));
            assertHealed(limited);
        }
    }

    static List<Named<RemoteRunnable>> endlessTaskIsEndedByTheTimeLimit() {
        return List.of(
                Named.of("hang", Chaos::hang),
                Named.of("hangInNativeCode", Chaos::hangInNativeCode),
                Named.of("spin", Chaos::spin),
                Named.of("spinInNativeCode", Chaos::spinInNativeCode),
                Named.of("spinWithoutSafepoint", Chaos::spinWithoutSafepoint));
    }

    /** Native code that the JVM waits for stops its other threads too: not even a thread dump comes out of it. */
    @Test
    void spinWithoutSafepointStopsTheOtherThreads() throws Exception {
        assertThat(dumpOf(Chaos::spinInNativeCode)).contains("Chaos.spinInNativeCode");
        assertThat(dumpOf(Chaos::spinWithoutSafepoint)).isEqualTo("none");
    }

    private static String dumpOf(RemoteRunnable harm) throws Exception {
        try (var limited = ProcessPool.open(o -> o.withName("dump")
                .withWorkers(1)
                .withTaskTimeout(Delays.SHORT.multipliedBy(20))
                .withGrace(Delays.SHORT.multipliedBy(10)))) {
            return certificate(limited.submit(harm)).threadDump().orElse("none");
        }
    }

    /** Heap that runs out is an error of the task. */
    @Test
    void fillHeapThrowsForHeap() throws Exception {
        assertThat(failure(pool.submit(Chaos::fillHeap)))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("heap space");
    }

    /** Metaspace that runs out is an error of the task. */
    @Test
    void fillMetaspaceThrowsForMetaspace() throws Exception {
        assertThat(failure(pool.submit(() -> Chaos.fillMetaspace(Long.MAX_VALUE))))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("Metaspace");
        assertHealed(pool);
    }

    /** A bound on the classes is kept. */
    @Test
    void fillMetaspaceEndsAtItsBound() throws Exception {
        assertThat(outcome(pool.submit(() -> Chaos.fillMetaspace(1 << 20)))).isInstanceOf(Done.class);
    }

    /** Native memory is really used: the limit on a worker's memory sees it. */
    @Test
    void fillNativeMemoryMeetsTheMemoryLimit() throws Exception {
        ProcessFuture<?> future = pool.submit(() -> {
            Chaos.fillNativeMemory(2 * MEMORY_LIMIT_BYTES);
            Chaos.hang();
        });
        assertThat(cause(future)).isInstanceOf(LossCause.OverMemory.class);
        assertHealed(pool);
    }

    /** A stack that runs out is an error of the task. */
    @Test
    void overflowStackThrows() throws Exception {
        assertThat(failure(pool.submit(Chaos::overflowStack))).isInstanceOf(StackOverflowError.class);
        assertHealed(pool);
    }

    /** Threads that never end do not keep a worker that is asked to end. */
    @Test
    void leakedThreadsDoNotKeepAWorker() throws Exception {
        int count = 50;
        try (var leaky = ProcessPool.open(o -> o.withName("leaky").withWorkers(1))) {
            int before = leaky.run(Thread::activeCount);
            leaky.run(() -> {
                Chaos.leakThreads(count);
                return 0;
            });
            assertThat(leaky.run(Thread::activeCount)).isGreaterThanOrEqualTo(before + count);
        } // waits for the worker, or kills it: the leak check sees a process that is left
    }

    /** Output without end is taken to its end, and the last lines are in the certificate of a death. */
    @Test
    void floodIsTakenToItsEnd() throws Exception {
        ProcessFuture<?> future = pool.submit(() -> {
            Chaos.flood(100_000);
            Chaos.halt(9);
        });
        assertThat(cause(future)).isInstanceOf(LossCause.Exited.class);
        assertThat(certificate(future).report()).contains("chaos line 100000");
        assertHealed(pool);
    }

    /** A segmentation fault is a crash of the JVM, blamed on the C function. */
    @Test
    void segfaultIsANativeCrash() throws Exception {
        assertThat(cause(pool.submit(Chaos::segfault)))
                .isInstanceOfSatisfying(
                        LossCause.NativeCrash.class,
                        crash -> assertThat(crash.signal()).isEqualTo("SIGSEGV"));
        assertHealed(pool);
    }

    /** An exit code is told as it is. */
    @Test
    void exitAndHaltTellTheirCodes() throws Exception {
        assertThat(cause(pool.submit(() -> Chaos.exit(3)))).isInstanceOfSatisfying(LossCause.Exited.class, exit -> {
            assertThat(exit.code()).isEqualTo(3);
            assertThat(exit.caller().orElse("nobody")).contains("Chaos.exit");
        });
        assertThat(cause(pool.submit(() -> Chaos.halt(9))).kind()).isEqualTo("exit 9");
        assertHealed(pool);
    }

    /** A process that kills itself was not killed by this program. */
    @Test
    void killIsASignalOfUnknownSender() throws Exception {
        assertThat(cause(pool.submit(Chaos::kill))).isEqualTo(new LossCause.Signaled(9, "SIGKILL"));
        assertHealed(pool);
    }

    /** Garbage in the rings is found, although the worker that wrote it never says a word again. */
    @Test
    void corruptChannelIsFound() throws Exception {
        assertThat(cause(pool.submit(Chaos::corruptChannel))).isInstanceOf(LossCause.ChannelCorrupt.class);
        assertHealed(pool);
    }

    private static Outcome<Object, ?> outcome(ProcessFuture<?> future) throws Exception {
        Eventually.holds("an outcome of " + future, future::isDone);
        return future.outcome();
    }

    private static Throwable failure(ProcessFuture<?> future) throws Exception {
        Outcome<Object, ?> outcome = outcome(future);
        assertThat(outcome).isInstanceOf(Failed.class);
        return ((Failed<?, ?>) outcome).cause();
    }

    private static Certificate certificate(ProcessFuture<?> future) throws Exception {
        Outcome<Object, ?> outcome = outcome(future);
        assertThat(outcome).isInstanceOf(Lost.class);
        return ((Lost<?, ?>) outcome).certificate();
    }

    private static LossCause cause(ProcessFuture<?> future) throws Exception {
        return certificate(future).cause();
    }

    private static void assertHealed(ProcessPool healed) throws Exception {
        assertThat(healed.submit(() -> 6 * 7).get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS))
                .isEqualTo(42);
    }
}
