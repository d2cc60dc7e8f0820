package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ctrl-C, typed on a pseudo-terminal. */
final class InterruptTest {
    private static final String CTRL_C = "\u0003";
    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** All processes are gone within a second, the summary is printed, and the status is 130. */
    @Test
    void ctrlCEndsTheTreeAndStillSums() throws Exception {
        try (Command command = Command.startOnTerminal(
                "map",
                "--workers",
                "2",
                "--class-path",
                Command.userClasses().toString(),
                UserTasks.class.getName() + "::sleep",
                "1",
                "600000",
                "600000",
                "600000")) {
            command.awaitText("sleeping 600000", 2);
            command.awaitText("done    1  slept", 1);
            List<Long> tree = command.tree();
            assertThat(tree).as("terminal, command and workers").hasSizeGreaterThanOrEqualTo(4);

            long start = System.nanoTime();
            command.input().write(CTRL_C.getBytes(StandardCharsets.US_ASCII));
            command.input().flush();
            while (!Command.running(tree).isEmpty()
                    && System.nanoTime() - start < LIMIT.multipliedBy(10).toNanos()) {
                Thread.sleep(2);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            Ending ending = command.await();

            assertThat(took).isLessThan(LIMIT);
            assertThat(ending.out())
                    .contains(" of 4, ", "interrupted")
                    .containsPattern("done +1\r?\n")
                    .containsPattern("lost +0\r?\n")
                    .containsPattern("not finished +3\r?\n");
            assertThat(ending.status()).isEqualTo(130);
        }
    }
}
