package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.pool.ProcessPool;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cells of the guide's table in which a user's own code ends the user's own program: nothing of it is left. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class CallerDeathTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    static Stream<Arguments> deaths() {
        return Stream.of(Harm.values())
                .filter(Harm::isDeath)
                .flatMap(harm ->
                        Stream.of(Stage.values()).filter(Stage::isInCaller).map(stage -> Arguments.of(harm, stage)));
    }

    /** The program ends as its code would have it, and its worker is gone a second later. */
    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("deaths")
    void programEndsWithItsWorkers(Harm harm, Stage stage, Peers peers, @TempDir Path folder) throws Exception {
        assertThat(CrashTable.cell(harm, stage)).isEqualTo(CrashTable.PROGRAM_ENDS);
        Peer caller = peers.start(PeerSpec.of(CallerPeer.class, harm, stage)
                .withJvmFlags("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + folder.resolve("crash.log")));
        long worker = Long.parseLong(caller.awaitLine("worker"));
        assertThat(caller.awaitEnd()).isEqualTo(exitCode(harm));
        assertThat(caller.output()).noneMatch(line -> line.startsWith("alive"));
        assertThat(Eventually.heldWithin(SECOND, () -> !Processes.isRunning(worker)))
                .as("its worker gone within a second")
                .isTrue();
        sweep(caller);
    }

    private static int exitCode(Harm harm) {
        return switch (harm) {
            case EXIT -> Harm.EXIT_CODE;
            case HALT -> Harm.HALT_CODE;
            case KILL -> 128 + 9;
            case SEGFAULT -> 1; // how the JVM ends after a fatal error if it is to leave no core
            case ERROR, OUT_OF_MEMORY, HANG -> throw new IllegalArgumentException(harm + " ends no process");
        };
    }

    /** The next start takes away what the dead program left. */
    private static void sweep(Peer dead) throws Exception {
        try (var next = ProcessPool.open(o -> o.withWorkers(1).withName("next"))) {
            assertThat(next.map(x -> x + 1, List.of(1))).containsExactly(2);
        }
        assertThat(SharedFolders.domainsOf(dead.pid())).isEmpty();
        SharedFolders.forget(dead.pid());
    }
}
