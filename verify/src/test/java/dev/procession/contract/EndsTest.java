package dev.procession.contract;

import static dev.procession.contract.Pools.assertHealed;
import static dev.procession.contract.Pools.awaitReady;
import static dev.procession.contract.Pools.cause;
import static dev.procession.contract.Pools.certificate;
import static dev.procession.contract.Pools.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.Certificate;
import dev.procession.DecodingException;
import dev.procession.EncodingException;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.RemoteFailure;
import dev.procession.RemoteOrigin;
import dev.procession.os.Signals;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a child ends, and what the user is told: one test per row of that table. The cause is always the evidence's. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class EndsTest {
    @TempDir
    static Path crashes;

    private static ProcessPool pool;

    @BeforeAll
    static void openPool() {
        pool = ProcessPool.open(EndsTest::options);
    }

    @AfterAll
    static void closePool() {
        pool.close(Delays.SHORT); // what a failed test left running does not hold up the rest
    }

    private static PoolOptions options(PoolOptions o) {
        return o.withName("ends").withWorkers(1).withMaxHeap("64m").withChild(c -> c.withCrashDirectory(crashes));
    }

    // ---- the process lives on

    /** A checked exception arrives as it was thrown, with its own stack and cause, and says where it comes from. */
    @Test
    void thrownExceptionComesBackWithItsStack() throws Exception {
        long pid = awaitReady(pool);
        Throwable thrown = failure(pool.submit(Hostile::throwChecked));
        assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("disk on fire");
        assertThat(thrown.getCause()).isInstanceOf(IllegalStateException.class).hasMessage("deeper");
        assertThat(Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName))
                .contains("throwChecked");
        assertThat(thrown.getSuppressed())
                .singleElement()
                .isInstanceOfSatisfying(
                        RemoteOrigin.class, origin -> assertThat(origin.pid()).isEqualTo(pid));
        assertThat(pool.run(Pools::pid)).as("the worker lives on").isEqualTo(pid);
    }

    /** An exception that cannot be encoded is told by a stand-in with class name, message and stack. */
    @Test
    void exceptionThatCannotBeEncodedHasAStandIn() throws Exception {
        long pid = awaitReady(pool);
        Throwable thrown = failure(pool.submit(() -> {
            throw new Hostile.Unsendable("full of objects");
        }));
        assertStandIn(thrown, Hostile.Unsendable.class.getName(), "full of objects");
        assertThat(pool.run(Pools::pid)).isEqualTo(pid);
    }

    /** An exception that cannot be rebuilt here is told by a stand-in too. */
    @Test
    void exceptionThatCannotBeDecodedHasAStandIn() throws Exception {
        Throwable thrown = failure(pool.submit(() -> {
            throw new Hostile.Unreadable("cannot return");
        }));
        assertStandIn(thrown, Hostile.Unreadable.class.getName(), "cannot return");
    }

    private static void assertStandIn(Throwable thrown, String className, String message) {
        assertThat(thrown).isInstanceOf(RemoteFailure.class);
        RemoteFailure standIn = (RemoteFailure) thrown;
        assertThat(standIn.className()).isEqualTo(className);
        assertThat(standIn.originalMessage()).contains(message);
        assertThat(standIn.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("EndsTest"));
    }

    /** A result that cannot be encoded fails its task with the path of fields to what stands in the way. */
    @Test
    void resultThatCannotBeEncodedNamesThePath() throws Exception {
        long pid = awaitReady(pool);
        Throwable thrown = failure(pool.submit(() -> new Hostile.Box(List.of("fine", new Object()))));
        assertThat(thrown)
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("lid")
                .hasMessageContaining("[1]");
        assertThat(failure(pool.submit(Hostile.Refusing::new))).isInstanceOf(EncodingException.class);
        assertThat(pool.run(Pools::pid)).isEqualTo(pid);
    }

    /** A result that cannot be rebuilt here fails its task. */
    @Test
    void resultThatCannotBeDecodedFailsItsTask() throws Exception {
        assertThat(failure(pool.submit(Hostile.UnreadableValue::new)))
                .isInstanceOf(DecodingException.class)
                .hasStackTraceContaining("no value of this comes back");
        assertHealed(pool);
    }

    /** Heap that ran out is the task's failure with the figures of the heap, and the worker is replaced. */
    @Test
    void outOfMemoryErrorFailsTheTaskAndReplacesTheWorker() throws Exception {
        assertFailsAndReplaces(pool.submit(Chaos::fillHeap), OutOfMemoryError.class);
    }

    /** Stack that ran out is the same. */
    @Test
    void stackOverflowErrorFailsTheTaskAndReplacesTheWorker() throws Exception {
        assertFailsAndReplaces(pool.submit(Chaos::overflowStack), StackOverflowError.class);
    }

    private static void assertFailsAndReplaces(ProcessFuture<?> future, Class<? extends Error> type) throws Exception {
        Throwable thrown = failure(future);
        assertThat(thrown).isInstanceOf(type);
        RemoteOrigin origin = (RemoteOrigin) Arrays.stream(thrown.getSuppressed())
                .filter(RemoteOrigin.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(origin.getMessage()).matches(".*heap \\d+ of 6\\d MiB");
        assertThat(pool.run(Pools::pid)).as("a fresh worker").isNotEqualTo(origin.pid());
    }

    // ---- the process ends

    /** System.exit is told with its code and its caller. */
    @Test
    void systemExitNamesItsCaller() throws Exception {
        ProcessFuture<Integer> future = pool.submit(Hostile::exitThree);
        LossCause.Exited exited = cause(future, LossCause.Exited.class);
        assertThat(exited.code()).isEqualTo(3);
        assertThat(exited.caller().orElseThrow().lines().findFirst().orElseThrow())
                .contains("Hostile.exitThree");
        assertThat(certificate(future).status()).contains(new ExitStatus.Exited(3));
        assertHealed(pool);
    }

    /** Runtime.halt is told with its code, and that nobody knows who called it. */
    @Test
    void runtimeHaltHasNoCaller() throws Exception {
        LossCause.Exited exited = cause(pool.submit(Hostile::haltNine), LossCause.Exited.class);
        assertThat(exited.code()).isEqualTo(9);
        assertThat(exited.caller()).isEmpty();
        assertHealed(pool);
    }

    /** The name of the method changes nothing: the same deed under another name has the same cause. */
    @Test
    void renamingTheMethodChangesNoCause() throws Exception {
        LossCause named = cause(pool.submit(Hostile::haltNine), LossCause.class);
        LossCause renamed = cause(pool.submit(Hostile::exitThreeRenamed), LossCause.class);
        assertThat(renamed).isEqualTo(named);
    }

    /** A crash in native code is told by the JVM's error file, which is kept. */
    @Test
    void nativeCrashNamesSignalAndKeepsTheErrorFile() throws Exception {
        ProcessFuture<?> future = pool.submit(Chaos::segfault);
        LossCause.NativeCrash crash = cause(future, LossCause.NativeCrash.class);
        assertThat(crash.signal()).isEqualTo("SIGSEGV");
        assertThat(crash.errorFile()).startsWith(crashes);
        assertThat(Files.readString(crash.errorFile()))
                .contains("pid=" + certificate(future).pid());
        assertThat(crash.frame()).isNotBlank();
        assertHealed(pool);
    }

    /** SIGKILL from outside is told as that, sender unknown. */
    @Test
    void killFromOutsideIsSignaled() throws Exception {
        Begun begun = Begun.create();
        ProcessFuture<Integer> future = pool.submit(() -> Hostile.sleep(begun));
        Processes.kill(begun.awaitPid());
        assertThat(cause(future, LossCause.Signaled.class)).isEqualTo(new LossCause.Signaled(9, "SIGKILL"));
        assertHealed(pool);
    }

    /** SIGTERM from outside ends a JVM with exit 143; the cause is the signal all the same. */
    @Test
    void termFromOutsideIsSignaled() throws Exception {
        Begun begun = Begun.create();
        ProcessFuture<Integer> future = pool.submit(() -> Hostile.sleep(begun));
        Processes.signal(begun.awaitPid(), Signals.SIGTERM);
        assertThat(cause(future, LossCause.Signaled.class).signal()).isEqualTo(15);
        assertThat(certificate(future).status()).contains(new ExitStatus.Exited(143));
        assertHealed(pool);
    }

    /** An exit with code 143 by the task itself is not taken for SIGTERM. */
    @Test
    void exitWith143IsNoSignal() throws Exception {
        LossCause.Exited exited = cause(
                pool.submit(() -> {
                    System.exit(143);
                    return 0;
                }),
                LossCause.Exited.class);
        assertThat(exited.code()).isEqualTo(143);
        assertThat(exited.caller()).isPresent();
    }

    /** A wrapped exception keeps its causes in order. */
    @Test
    void wrappedExceptionKeepsItsCauses() throws Exception {
        Throwable thrown = failure(pool.submit(() -> {
            throw new InvocationTargetException(new IOException("inner"), "outer");
        }));
        assertThat(thrown).isInstanceOf(InvocationTargetException.class).hasMessage("outer");
        assertThat(thrown.getCause()).isInstanceOf(IOException.class).hasMessage("inner");
    }

    /** A certificate tells what ran, where, and that nobody else is affected. */
    @Test
    void certificateReadsWell() throws Exception {
        Certificate certificate = certificate(pool.submit(
                code -> {
                    Runtime.getRuntime().halt(code);
                    return code;
                },
                9));
        assertThat(certificate.report())
                .contains(
                        "of pool 'ends' was lost",
                        "exit code 9",
                        "attempt 1 of 1",
                        "worker:   ends-1",
                        "this task only");
        assertThat(certificate.task()).endsWith("(9)");
    }
}
