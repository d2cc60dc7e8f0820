package dev.procession.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.StartException;
import dev.procession.os.Self;
import dev.procession.process.DetachedProcess;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.KillPoint;
import dev.procession.testkit.KillSwitch;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kill table of {@link DetachedProcess}: whoever is killed, its name can be stopped and started again. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class DetachedKillTest {
    private static final String NOTHING = "nothing that runs";
    private static final String DETACHED = "the detached process";
    private static final String LATE = "nothing that runs, after a late boot";

    static final List<Row> STARTS = List.of(
            Row.of(
                    "the look for a namesake and the spawn",
                    NOTHING,
                    "PidFile.isLocked before openFile",
                    "DetachedStart.start before write",
                    "DetachedStart.start after write"),
            Row.of("spawning the shell and its gate", NOTHING, "DetachedStart.start after start"),
            Row.of(
                    "the gate and the word that it is ready",
                    LATE,
                    "DetachedStart.settle before killGroup",
                    "DetachedStart.settle after killGroup"),
            Row.of("that word and the end of start", DETACHED, "DetachedStart.settle after reap"));

    static final List<Row> BOOTS = List.of(
            Row.of(
                    "making its file and locking it",
                    "a file without a lock",
                    "PidFile.take before openFile",
                    "PidFile.take after openFile"),
            Row.of("its lock and its first line", "a file without a lock", "PidFile.take after tryLock"),
            Row.of(
                    "its first line and ready",
                    "a file without a lock",
                    "PidFile.take after writeString",
                    "DetachedMain.ready before openFile",
                    "DetachedMain.ready after openFile"));

    static final List<Row> STOPS = List.of(Row.of(
            "asking and killing",
            DETACHED,
            "PidFile.isLocked after openFile",
            "Detached.stop before sendSignal",
            "Detached.stop after sendSignal",
            "Detached.stop after sendSignal#2",
            "Detached.kill before kill",
            "Detached.kill after kill",
            "Detached.stop after sendSignal#3"));

    static final List<Row> LISTS = List.of(Row.of(
            "locking the file of a dead one and deleting it",
            "the file, or not",
            "PidFile.deleteIfDead before openFile",
            "PidFile.deleteIfDead after openFile",
            "PidFile.deleteIfDead after tryLock",
            "PidFile.deleteIfDead after delete"));

    private static final String NAME = "procession-kill-" + Self.pid();

    @TempDir
    Path folder;

    static Stream<Arguments> starts() {
        return Row.cases(STARTS);
    }

    static Stream<Arguments> boots() {
        return Row.cases(BOOTS);
    }

    static Stream<Arguments> stops() {
        return Row.cases(STOPS);
    }

    static Stream<Arguments> lists() {
        return Row.cases(LISTS);
    }

    @AfterEach
    void nameCanBeStoppedAndStarted() throws Exception {
        DetachedProcess.stop(NAME, Duration.ZERO);
        DetachVictim.start(NAME);
        assertThat(DetachedProcess.stop(NAME, Delays.LONG)).isTrue();
        Eventually.holds("nobody of the name runs", () -> !anybodyRuns());
        DetachedProcess.list(); // which deletes its file
    }

    /** A killed starter leaves the process that it was to start, or nothing. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("starts")
    void killedStarterLeavesOneOrNothing(Row row, KillPoint point, Peers peers) throws Exception {
        var work = row.leaves().equals(LATE) ? DetachVictim.Work.START_LATE : DetachVictim.Work.START;
        Victims.killed(peers, point, 1, PeerSpec.of(DetachVictim.class, work, NAME));
        if (row.leaves().equals(DETACHED)) {
            Eventually.holds(
                    "the detached process is up",
                    () -> DetachedProcess.find(NAME).isPresent());
        } else {
            Eventually.holds("nobody of the name runs", () -> !anybodyRuns());
            assertThat(DetachedProcess.find(NAME)).isEmpty();
        }
    }

    private static boolean anybodyRuns() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(Processes::isRunning)
                .anyMatch(pid ->
                        Processes.commandLine(pid).contains(" " + NAME + " ") || Processes.isBetweenPrograms(pid));
    }

    /** One that is killed as it boots fails its start, and leaves its name free. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("boots")
    void killedBootFailsTheStart(Row row, KillPoint point) throws Exception {
        Path ticket = Files.createFile(folder.resolve("ticket"));
        List<Path> path =
                Census.woven().before(PeerSpec.of(DetachedKillTest.class).classPath());
        assertThatThrownBy(() -> DetachedProcess.start(
                        o -> o.withClassPath(path)
                                .withSystemProperty(KillSwitch.POINT, point.name())
                                .withSystemProperty(KillSwitch.TICKET, ticket.toString()),
                        NAME,
                        DetachVictim::live))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("ended before it was ready");
        assertThat(ticket).as("the ticket of the one that was to be killed").doesNotExist();
        assertThat(DetachedProcess.find(NAME)).isEmpty();
    }

    /** Where who stops it is killed, the next stop ends it, with all that it has started. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("stops")
    void nextStopEndsTheTree(Row row, KillPoint point, Peers peers) throws Exception {
        Path file = folder.resolve("child");
        String place = file.toString();
        DetachedProcess process = DetachedProcess.start(NAME, () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(Chaos::hang));
            Process child = new ProcessBuilder("setsid", "sleep", "1000").start();
            Files.writeString(Path.of(place + "-new"), Long.toString(child.pid()));
            Files.move(Path.of(place + "-new"), Path.of(place));
            Chaos.hang();
        });
        Eventually.holds("it is up", () -> Files.exists(file));
        long child = Long.parseLong(Files.readString(file));
        Victims.killed(peers, point, 1, PeerSpec.of(DetachVictim.class, DetachVictim.Work.STOP, NAME));
        DetachedProcess.stop(NAME, Duration.ZERO);
        Eventually.holds("it is gone", () -> !process.isAlive());
        Eventually.holds("its child is gone", () -> !Processes.isRunning(child));
    }

    /** Where who lists is killed, the file of a dead one is in nobody's way. */
    @ParameterizedTest(name = "killed {0}: {1}")
    @MethodSource("lists")
    void fileOfADeadOneIsInNobodysWay(Row row, KillPoint point, Peers peers) throws Exception {
        DetachVictim.start(NAME).stop(Duration.ZERO);
        Victims.killed(peers, point, 1, PeerSpec.of(DetachVictim.class, DetachVictim.Work.LIST, NAME));
        assertThat(DetachedProcess.find(NAME)).isEmpty();
    }
}
