package dev.procession.kill;

import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill table of Spawner and its gate: the program is killed while it starts and ends commands, and none of them stays. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class CommandKillTest {
    private static final String NOTHING = "no command";

    static final List<Row> ROWS = List.of(
            Row.of(
                    "writing an input and deleting it",
                    NOTHING,
                    "Inputs.openText before writeString",
                    "Inputs.openText after writeString",
                    "Inputs.openFile before openFile",
                    "Inputs.openFile after openFile",
                    "Spawner.start before openReader",
                    "Spawner.start after openReader"),
            Row.of(
                    "a spawn and the opening of a gate",
                    NOTHING,
                    "Spawner.begin after start",
                    "Spawner.begin after armForGroup",
                    "ChildSetup.apply before setCpus",
                    "ChildSetup.apply after setCpus",
                    "ChildSetup.apply after setPriority",
                    "ChildSetup.apply after set",
                    "Gate.open before set"),
            Row.of(
                    "opening a gate and the child's end",
                    NOTHING,
                    "Gate.open after set",
                    "Child.signalGroup before killGroup",
                    "Child.signalGroup after killGroup",
                    "Child.killIfStill before kill",
                    "Child.killIfStill after kill"));

    @TempDir
    Path folder;

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a program is killed that starts commands: the kernel ends them. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void noCommandOfAKilledProgramStays(Row row, KillPoint point, Peers peers) throws Exception {
        var started = Victims.start(peers, point, 1, PeerSpec.of(CommandVictim.class, folder));
        started.awaitKill();
        Peer victim = started.peer();
        Remains.vanish(victim, CommandVictim.mark(victim.pid()));
    }
}
