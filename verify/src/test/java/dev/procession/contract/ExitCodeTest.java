package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.Certificate;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.ProcessReport;
import dev.procession.pool.ProcessPool;
import dev.procession.process.ChildProcess;
import dev.procession.process.Output;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers given to {@code System.exit}, of which the kernel keeps eight bits. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ExitCodeTest {

    /** Row 22: a number outside 0..255 is told as it was given, and is never success, whatever the kernel kept of it. */
    @ParameterizedTest(name = "System.exit({0})")
    @ValueSource(ints = {256, 512, 259, -1, -256, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void row22NumberOutsideOfTheRangeIsNoSuccess(int number) throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> System.exit(number))) {
            ExitStatus status = child.join();
            assertThat(status).isEqualTo(new ExitStatus.OutOfRange(number, number & 0xFF));
            assertThat(status.isSuccess()).isFalse();
            ProcessReport report = child.report().orElseThrow();
            assertThat(report.isSuccess()).isFalse();
            assertThat(report.toString()).contains("exit code " + number, "not in 0 to 255", "System.exit called at");
        }
    }

    /** A number inside the range is told as before. */
    @ParameterizedTest(name = "System.exit({0})")
    @ValueSource(ints = {0, 1, 143, 255})
    void numberInsideOfTheRangeIsTheExitCode(int number) throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> System.exit(number))) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(number));
        }
    }

    /** Row 22: the number counts that ends the process at last: here that of a shutdown hook, which halts. */
    @Test
    void row22LastNumberCounts() throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                awaitWitness();
                Runtime.getRuntime().halt(7);
            }));
            System.exit(256);
        })) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(7));
        }
    }

    /** Until the hook of the library has done its work and its thread is gone. */
    private static void awaitWitness() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("procession-exit-witness"))) {
            Thread.onSpinWait();
        }
    }

    /** Row 22: the certificate of a pool's task says the number too. */
    @Test
    void row22CertificateNamesTheNumber() throws Exception {
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("row22").withOutput(Output.DISCARD))) {
            Certificate certificate = Pools.certificate(pool.submit(() -> System.exit(256)));
            assertThat(certificate.status()).contains(new ExitStatus.OutOfRange(256, 0));
            assertThat(certificate.cause())
                    .isInstanceOfSatisfying(
                            LossCause.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(256));
            assertThat(certificate.report()).contains("exit code 256", "ExitCodeTest");
            Pools.assertHealed(pool);
        }
    }
}
