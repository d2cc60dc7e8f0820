package dev.procession.kill;

import dev.procession.testkit.KillPoint;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill tables of Launcher, dispatch and replacement: the program itself is killed, and nothing of it stays. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class ParentKillTest {
    private static final String TASKS = "TASKS";
    private static final String HANG = "HANG";
    private static final String CRASH = "CRASH";
    private static final String SPARE = "SPARE";

    /** In the place of what is left: the work during which the program is killed. */
    static final List<Row> ROWS = List.of(
            Row.of(
                    "making the channel and spawning",
                    TASKS,
                    "CommandLine.writeArguments before writeString",
                    "CommandLine.writeArguments after writeString",
                    "Spawner.begin before start"),
            Row.of(
                    "spawning and the child's arming",
                    TASKS,
                    "Spawner.begin after start",
                    "Spawner.dampen before setCoreLimit",
                    "Spawner.dampen after setCoreLimit",
                    "Spawner.dampen after writeString"),
            Row.of(
                    "the child's arming and its first task",
                    TASKS,
                    "Launcher.deleteQuietly before deleteIfExists",
                    "Launcher.deleteQuietly after deleteIfExists"),
            Row.of(
                    "offering a task and its frame",
                    TASKS,
                    "TaskBoard.offer before longRelease",
                    "TaskBoard.offer after longRelease",
                    "RingWriter.put before set",
                    "RingWriter.put after set",
                    "RingWriter.put after set#2",
                    "Outgoing.take before copy",
                    "Outgoing.take after copy"),
            Row.of(
                    "a task's frame and its bell",
                    TASKS,
                    "RingWriter.put after longRelease",
                    "Bell.ring before intCompareAndSet",
                    "Bell.ring after intCompareAndSet",
                    "Bell.ring after wake"),
            Row.of(
                    "sleeping for a result and its arrival",
                    TASKS,
                    "Bell.sleep before intVolatile",
                    "Bell.sleep after intVolatile",
                    "Bell.awake before intRelease",
                    "Bell.awake after intRelease"),
            Row.of(
                    "relieving a sleeper and giving back",
                    TASKS,
                    "Bell.relieve before intCompareAndSet",
                    "Bell.relieve after intCompareAndSet",
                    "Bell.giveBack before intGetAndOr",
                    "Bell.giveBack after intGetAndOr"),
            Row.of(
                    "a result and its outcome",
                    TASKS,
                    "RingReader.publishHead before longRelease",
                    "RingReader.publishHead after longRelease"),
            Row.of(
                    "OFFERED and REVOKED",
                    TASKS,
                    "TaskBoard.revoke before longCompareAndSet",
                    "TaskBoard.revoke after longCompareAndSet"),
            Row.of(
                    "about and command",
                    HANG,
                    "ControlBlock.command before intRelease",
                    "ControlBlock.command after intRelease",
                    "ControlBlock.command after longRelease",
                    "BitMailbox.post before intGetAndOr",
                    "BitMailbox.post after intGetAndOr",
                    "BitMailbox.post after wake"),
            Row.of(
                    "the stop of a process and its kill",
                    HANG,
                    "Child.killIf before sendSignal",
                    "Child.killIf after sendSignal",
                    "Child.killIf after sendSignal#2",
                    "Child.killIfStill before kill",
                    "Child.killIfStill after kill"),
            Row.of(
                    "the stop of a process and its going on",
                    SPARE,
                    "Child.killIf after sendSignal",
                    "Child.killIf after sendSignal#2"),
            Row.of(
                    "the death of a process and its successor",
                    HANG,
                    "Supervisor.reap before waitFor",
                    "Supervisor.reap after waitFor",
                    "Child.signalGroup before killGroup",
                    "Child.signalGroup after killGroup",
                    "Supervisor.reap after waitFor#2"),
            Row.of(
                    "a crash and the keeping of its error file",
                    CRASH,
                    "PrivateFolder.ensure before createDirectories",
                    "PrivateFolder.ensure after createDirectories",
                    "PrivateFolder.ensure after createDirectory",
                    "ErrorFile.keep before move",
                    "ErrorFile.keep after move",
                    "ErrorFile.prune before deleteIfExists",
                    "ErrorFile.prune after deleteIfExists"));

    private static final int OLD_CRASHES = 32;

    @TempDir
    Path folder;

    static Stream<Arguments> rows() {
        return Row.cases(ROWS);
    }

    /** Wherever a program is killed: its processes go, and its domain goes with the next start. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("rows")
    void nothingOfAKilledProgramStays(Row row, KillPoint point, Peers peers) throws Exception {
        Path crashes = folder.resolve("crashes");
        if (point.name().startsWith("ErrorFile.prune")) fill(crashes);
        var started = Victims.start(peers, point, 1, PeerSpec.of(ParentVictim.class, row.leaves(), crashes));
        started.awaitKill();
        Peer victim = started.peer();
        Remains.vanish(victim, "/d" + victim.pid() + "-");
    }

    private static void fill(Path crashes) throws Exception {
        Files.createDirectory(crashes);
        for (int i = 0; i < OLD_CRASHES; i++) Files.createFile(crashes.resolve("hs_err-" + i + ".log"));
    }
}
