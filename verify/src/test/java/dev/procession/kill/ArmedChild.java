package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.RemoteTask;
import dev.procession.process.ChildProcess;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.KillSwitch;
import dev.procession.testkit.PeerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A child with a task that is to be killed at a point on the way. */
final class ArmedChild {
    private ArmedChild() {}

    /** Runs it until its death; fails if that is another one, or none. */
    static void killedAt(KillPoint point, RemoteTask task) throws IOException, InterruptedException {
        Path ticket = Files.createTempFile("ticket-", "");
        List<Path> path = Census.woven().before(PeerSpec.of(ArmedChild.class).classPath());
        try (var victim = ChildProcess.launch(
                o -> o.withClassPath(path)
                        .withJvmFlags("-XX:TieredStopAtLevel=1")
                        .withSystemProperty(KillSwitch.POINT, point.name())
                        .withSystemProperty(KillSwitch.TICKET, ticket.toString()),
                task)) {
            assertThat(victim.join()).isEqualTo(new ExitStatus.Signaled(9, "SIGKILL"));
        } finally {
            boolean another = Files.deleteIfExists(ticket);
            assertThat(another)
                    .as("whether the ticket of the one that was to be killed is left")
                    .isFalse();
        }
    }
}
