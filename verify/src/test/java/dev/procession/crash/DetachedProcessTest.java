package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import dev.procession.RemoteTask;
import dev.procession.StartException;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.DetachedProcess;
import dev.procession.process.Input;
import dev.procession.process.Output;
import dev.procession.process.ProcessInfo;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Sighting;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that outlive their starter on purpose: their life, their names, their end. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class DetachedProcessTest {
    private static final String NAME = "procession-test-" + Self.pid();

    private static final int STARTERS = 4;

    @TempDir
    Path folder;

    @AfterEach
    void leaveNothing() throws Exception {
        DetachedProcess.stop(NAME, Duration.ZERO);
        DetachedProcess.list(); // which deletes the files of the dead
    }

    private static DetachedProcess start(RemoteTask task) {
        return DetachedProcess.start(NAME, task);
    }

    /** It lives on when its starter has come to its end. */
    @Test
    void outlivesAStarterThatEnds(Peers peers) throws Exception {
        Peer starter = peers.start(DetachPeer.class, NAME);
        long pid = Long.parseLong(starter.awaitLine("started"));
        assertThat(starter.awaitEnd()).isZero();
        assertThat(Processes.isRunning(pid)).isTrue();
        assertThat(DetachedProcess.find(NAME).orElseThrow().pid()).isEqualTo(pid);
    }

    /** It lives on when its starter is killed, of which every child would die. */
    @Test
    void outlivesAStarterThatIsKilled(Peers peers) throws Exception {
        Peer starter = peers.start(DetachPeer.class, NAME, "stay");
        long pid = Long.parseLong(starter.awaitLine("started"));
        starter.kill();
        starter.awaitEnd();
        boolean ended = Eventually.heldWithin(Delays.SHORT, () -> !Processes.isRunning(pid));
        assertThat(ended).isFalse();
        assertThat(DetachedProcess.find(NAME).orElseThrow().isAlive()).isTrue();
    }

    /** It is nobody's child here, in another session, without a terminal, and holds no descriptor of its starter. */
    @Test
    void belongsToNobody() throws Exception {
        DetachedProcess process = start(() -> Thread.sleep(1_000_000));
        assertThat(Processes.descendants(Self.pid())).extracting(Sighting::pid).doesNotContain((int) process.pid());
        String[] stat = statOf(process.pid());
        String[] own = statOf(Self.pid());
        assertThat(stat[SESSION]).isNotEqualTo(own[SESSION]);
        assertThat(stat[TERMINAL]).isEqualTo("0");
        Eventually.holds( // the last pipe is closed after it has told that it is ready
                "it has no pipes, and no files without a name",
                () -> descriptorsOf(process.pid()).stream()
                        .noneMatch(target -> target.startsWith("pipe:") || target.contains("memfd:")));
    }

    // fields of /proc/<pid>/stat behind the name
    private static final int SESSION = 3;
    private static final int TERMINAL = 4;

    private static String[] statOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static List<String> descriptorsOf(long pid) throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return links.map(DetachedProcessTest::target).toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    /** A name that runs is refused at once, and the one that has it is not disturbed. */
    @Test
    void runningNameIsRefused() {
        DetachedProcess process = start(() -> Thread.sleep(1_000_000));
        assertThatThrownBy(() -> start(() -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("'" + NAME + "'")
                .hasMessageContaining("runs already, pid " + process.pid());
        assertThat(process.isAlive()).isTrue();
    }

    /** Of many starts of one name at a time, one has it, though files of the dead are deleted meanwhile. */
    @Test
    void oneOfManyStartsHasTheName() throws Exception {
        var begun = new AtomicInteger();
        var refused = new AtomicInteger();
        List<Thread> starters = Stream.generate(() -> Thread.ofPlatform().start(() -> {
                    try {
                        start(() -> Thread.sleep(1_000_000));
                        begun.incrementAndGet();
                    } catch (StartException e) {
                        refused.incrementAndGet();
                    }
                }))
                .limit(STARTERS)
                .toList();
        while (starters.stream().anyMatch(Thread::isAlive)) DetachedProcess.list();
        assertThat(begun).hasValue(1);
        assertThat(refused).hasValue(STARTERS - 1);
    }

    /** The file of one that has ended is deleted by who lists the living. */
    @Test
    void listDeletesTheFilesOfTheDead() throws Exception {
        DetachedProcess process = start(() -> Thread.sleep(1_000_000));
        Path file = Path.of(descriptorsOf(process.pid()).stream()
                .filter(target -> target.endsWith(NAME + ".pid"))
                .findFirst()
                .orElseThrow());
        DetachedProcess.list();
        assertThat(file).exists();
        process.stop(Duration.ZERO);
        assertThat(file).exists();
        DetachedProcess.list();
        assertThat(file).doesNotExist();
    }

    /** What a killed one leaves is no obstacle for the next of its name, and is not listed. */
    @Test
    void nameOfAKilledOneIsFree() throws Exception {
        DetachedProcess killed = start(() -> Thread.sleep(1_000_000));
        Processes.kill(killed.pid());
        Eventually.holds("it is gone", () -> !killed.isAlive());
        assertThat(DetachedProcess.find(NAME)).isEmpty();

        DetachedProcess next = start(() -> Thread.sleep(1_000_000));
        assertThat(next.pid()).isNotEqualTo(killed.pid());
        assertThat(killed.isAlive()).isFalse();
        assertThat(DetachedProcess.list()).extracting(DetachedProcess::pid).doesNotContain(killed.pid());
        assertThat(DetachedProcess.list()).extracting(DetachedProcess::pid).contains(next.pid());
    }

    /** Stopped, it runs its hooks and ends its children in order; its name is free then. */
    @Test
    void stopEndsInOrder() throws Exception {
        String place = folder.toString();
        DetachedProcess process = start(() -> {
            Path here = Path.of(place);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(here.resolve("hook"), "ran")));
            Fate.launchCommand(false, here.resolve("command"));
            Fate.launchJava(true, here.resolve("jvm"));
            write(here.resolve("up"), ProcessInfo.current().name());
            Chaos.hang();
        });
        Eventually.holds("it is up", () -> Files.exists(folder.resolve("up")));
        assertThat(DetachedProcess.stop(NAME, Delays.LONG)).isTrue();
        assertThat(process.isAlive()).isFalse();
        assertThat(folder.resolve("up")).hasContent(NAME);
        assertThat(folder.resolve("hook")).exists();
        assertThat(Fate.of(folder.resolve("command"))).isEqualTo(Fate.ENDED_IN_ORDER);
        assertThat(Fate.of(folder.resolve("jvm"))).isEqualTo(Fate.ENDED_IN_ORDER);
        assertThat(DetachedProcess.stop(NAME, Delays.LONG))
                .as("there is none any more")
                .isFalse();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file.resolveSibling("new"), text);
            Files.move(file.resolveSibling("new"), file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that does not end in time is killed, with what it started and the library knows nothing of. */
    @Test
    void stopKillsTheTreeAfterTheGrace() throws Exception {
        String place = folder.toString();
        DetachedProcess process = start(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(Chaos::hang));
            Process child = new ProcessBuilder("setsid", "sleep", "1000").start();
            write(Path.of(place, "child"), Long.toString(child.pid()));
            Chaos.hang();
        });
        Eventually.holds("it is up", () -> Files.exists(folder.resolve("child")));
        long child = Long.parseLong(Files.readString(folder.resolve("child")));
        process.stop(Delays.SHORT);
        assertThat(process.isAlive()).isFalse();
        Eventually.holds("its child is gone", () -> !Processes.isRunning(child));
    }

    /** If it is killed, its children die with it, as those of every program. */
    @Test
    void childrenOfAKilledOneDie() throws Exception {
        String place = folder.toString();
        DetachedProcess process = start(() -> {
            Fate.launchCommand(false, Path.of(place, "command"));
            Fate.launchJava(false, Path.of(place, "jvm"));
            write(Path.of(place, "up"), "");
        });
        Eventually.holds("it is up", () -> Files.exists(folder.resolve("up")));
        Processes.signal(process.pid(), Signals.SIGKILL);
        assertThat(Fate.of(folder.resolve("command"))).isEqualTo(Fate.KILLED);
        assertThat(Fate.of(folder.resolve("jvm"))).isEqualTo(Fate.KILLED);
        CommandProcess.launch("true").close(); // a start sweeps what a killed program leaves
        SharedFolders.forget(process.pid());
    }

    /** A JVM that cannot boot fails the start with its own words, and leaves nothing. */
    @Test
    void failedBootIsToldInItsWords() {
        assertThatThrownBy(() -> DetachedProcess.start(o -> o.withJvmFlags("-XX:+NoSuchFlag"), NAME, () -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Unrecognized VM option 'NoSuchFlag'");
        assertThat(DetachedProcess.find(NAME)).isEmpty();
    }

    /** One that is not ready in time is killed, and the start fails. */
    @Test
    void lateBootIsKilled() {
        assertThatThrownBy(() -> DetachedProcess.start(
                        o -> o.withStartTimeout(Duration.ofMillis(1)), NAME, () -> Thread.sleep(1_000_000)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("within 1 ms");
        assertThat(DetachedProcess.find(NAME)).isEmpty();
    }

    /** What it prints goes to the file, the stack of what the task throws too; then its name is free. */
    @Test
    void outputGoesToTheFile() throws Exception {
        Path log = folder.resolve("log");
        DetachedProcess process = DetachedProcess.start(o -> o.withOutput(Output.file(log)), NAME, () -> {
            System.out.println("printed");
            throw new IllegalStateException("thrown");
        });
        Eventually.holds("it has ended", () -> !process.isAlive());
        assertThat(Files.readAllLines(log))
                .startsWith("printed", "Exception in thread \"main\" java.lang.IllegalStateException: thrown");
        assertThat(DetachedProcess.find(NAME)).isEmpty();
    }

    /** An output file that cannot be opened fails the start. */
    @Test
    void unwritableOutputFailsTheStart() {
        Path nowhere = folder.resolve("no").resolve("such");
        assertThatThrownBy(() -> DetachedProcess.start(o -> o.withOutput(Output.file(nowhere)), NAME, () -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(nowhere.toString());
    }

    /** A folder of pid files that others may look into is refused. */
    @Test
    void openFolderIsRefused(Peers peers) throws Exception {
        Path files = folder.resolve("procession-detached");
        Files.createDirectory(files);
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
        Peer starter = peers.start(PeerSpec.of(DetachPeer.class, NAME).withWrapper("env", "XDG_RUNTIME_DIR=" + folder));
        assertThat(starter.awaitLine("refused")).contains(files.toString(), "open to others");
        assertThat(starter.awaitEnd()).isZero();
    }

    /** Where the environment names a folder of this user, the files are there, and closed to others. */
    @Test
    void filesAreWhereTheEnvironmentSays(Peers peers) throws Exception {
        Peer starter = peers.start(PeerSpec.of(DetachPeer.class, NAME).withWrapper("env", "XDG_RUNTIME_DIR=" + folder));
        long pid = Long.parseLong(starter.awaitLine("started"));
        Path files = folder.resolve("procession-detached");
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files)))
                    .isEqualTo("rwx------");
            assertThat(files.resolve(NAME + ".pid")).content().startsWith("procession-detached 1 " + pid + " ");
            assertThat(DetachedProcess.find(NAME)).as("of another folder").isEmpty();
        } finally {
            Processes.kill(pid);
        }
    }

    /** A name that could lead out of the folder, or be hidden in it, is refused. */
    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "a b", "ä", "a\nb"})
    void oddNameIsRefused(String name) {
        assertThatThrownBy(() -> DetachedProcess.start(name, () -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DetachedProcess.find(name)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Streams of a starter that may be gone are refused, and so is an input. */
    @Test
    void streamsOfTheStarterAreRefused() {
        for (Output output : List.of(Output.INHERIT, Output.PREFIXED, Output.lines((n, p, e, line) -> {}))) {
            assertThatThrownBy(() -> DetachedProcess.start(o -> o.withOutput(output), NAME, () -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> DetachedProcess.start(o -> o.withInput(Input.INHERIT), NAME, () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A task that captures what cannot be sent is refused with the path to it, before anything is started. */
    @Test
    void captureThatCannotTravelIsRefused() {
        Thread thread = Thread.currentThread();
        assertThatThrownBy(() -> start(() -> System.out.println(thread))).isInstanceOf(EncodingException.class);
        assertThat(DetachedProcess.find(NAME)).isEmpty();
    }

    /** A child may start one, and it outlives the child and its tree. */
    @Test
    void childMayStartOne() throws Exception {
        String name = NAME;
        String place = folder.toString();
        try (ChildProcess child = ChildProcess.launch(() -> {
            DetachedProcess.start(name, () -> Thread.sleep(1_000_000));
            write(Path.of(place, "started"), "");
            Thread.sleep(1_000_000);
        })) {
            Eventually.holds("it is started", () -> Files.exists(folder.resolve("started")));
            child.kill();
            child.join();
        }
        assertThat(DetachedProcess.find(NAME).orElseThrow().isAlive()).isTrue();
    }
}
