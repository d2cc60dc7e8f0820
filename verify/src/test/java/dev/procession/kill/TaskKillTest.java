package dev.procession.kill;

import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of TaskChild: the program is killed while it starts a JVM for a task, and that JVM does not stay. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class TaskKillTest {
    private static final String NOTHING = "no child";

    static final List<Row> ROWS = List.of(
            Row.of("making the pipes and spawning", NOTHING, "Spawner.begin before start"),
            Row.of("spawning and tying the child", NOTHING, "Spawner.begin after start"),
            Row.of(
                    "tying it and GO, and later",
                    NOTHING,
                    "Spawner.begin after armForGroup",
                    "TaskPipes.order before set",
                    "TaskPipes.order after set",
                    "TaskPipes.order after set#2",
                    "Child.killIf before sendSignal"));

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a program is killed that starts a JVM for a task: one that is not yet tied to it ends itself, and then the kernel does. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void noChildOfAKilledProgramStays(Row row, KillPoint point, Peers peers) throws Exception {
        var started = Victims.start(peers, point, 1, PeerSpec.of(TaskVictim.class));
        started.awaitKill();
        Remains.vanish(started.peer(), TaskVictim.mark(started.peer().pid()));
    }
}
