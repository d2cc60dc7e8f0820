package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a started program finds. */
final class SpawnTest {
    private static final Map<String, String> NOTHING = Map.of();

    @TempDir
    Path folder;

    /** It runs in the directory that was asked for. */
    @Test
    void startsInTheDirectory() throws Exception {
        try (Child child = Child.run(NOTHING, folder, false, List.of("/bin/sh", "-c", "pwd -P"))) {
            assertThat(child.line()).isEqualTo(folder.toRealPath().toString());
        }
    }

    /** It has the variables that were given, values as they are, and none of ours. */
    @Test
    void hasTheGivenEnvironmentOnly() {
        Map<String, String> environment = Map.of("GREETING", "a=b c\nd", "EMPTY", "");
        try (Child child = Child.run(environment, null, false, List.of("/usr/bin/env", "-0"))) {
            assertThat(child.output().split("\0")).containsExactlyInAnyOrder("GREETING=a=b c\nd", "EMPTY=");
        }
    }

    /** Arguments arrive as they are: no shell reads them, empty ones stay. */
    @Test
    void argumentsArriveUnread() {
        List<String> command = List.of("/usr/bin/printf", "<%s>", "$HOME", "a b", "", "*", "'\"");
        try (Child child = Child.run(NOTHING, null, false, command)) {
            assertThat(child.output()).isEqualTo("<$HOME><a b><><*><'\">");
        }
    }

    /** A program without a slash is found through the PATH of this process. */
    @Test
    void findsTheProgramThroughThePath() {
        try (Child child = Child.run(NOTHING, null, false, List.of("echo", "found"))) {
            assertThat(child.line()).isEqualTo("found");
        }
    }

    /** It has the descriptors 0, 1 and 2, and no others. */
    @Test
    void hasThreeDescriptors() {
        PipeEnds extra = Descriptor.pipe(false);
        try (Child child = Child.shell("ls -1 /proc/$$/fd; true")) {
            assertThat(child.output().lines()).containsExactly("0", "1", "2");
        } finally {
            Descriptor.close(extra.read());
            Descriptor.close(extra.write());
        }
    }

    /** Descriptors that a foreign library left open without O_CLOEXEC stay out, too. */
    @Test
    void closesDescriptorsWithoutCloseOnExec() {
        PipeEnds extra = Descriptor.pipe(false);
        Descriptor.control(extra.write(), 2 /* F_SETFD */, 0);
        try (Child child = Child.shell("ls -1 /proc/$$/fd; true")) {
            assertThat(child.output().lines()).containsExactly("0", "1", "2");
        } finally {
            Descriptor.close(extra.read());
            Descriptor.close(extra.write());
        }
    }

    /** The same where the C library cannot close from a number on. */
    @Test
    void closesDescriptorsOneByOneIfItMust() throws Exception {
        PipeEnds extra = Descriptor.pipe(false);
        Descriptor.control(extra.write(), 2 /* F_SETFD */, 0);
        int list = create("list");
        List<String> command = List.of("/bin/sh", "-c", "ls -1 /proc/$$/fd; true");
        reap(Spawn.start(
                new SpawnRequest(command, NOTHING, null, -1, list, -1, List.of(), SpawnRequest.Place.SAME_GROUP),
                false));
        Descriptor.close(list);
        Descriptor.close(extra.read());
        Descriptor.close(extra.write());
        assertThat(folder.resolve("list")).hasContent("0\n1\n2\n");
    }

    /** Each of the three gets the descriptor meant for it, in both directions. */
    @Test
    void givesEachDescriptorToItsTarget() throws Exception {
        Path in = Files.writeString(folder.resolve("in"), "line\n");
        int stdin = Descriptor.openFile(in, Descriptor.O_RDONLY, 0);
        int stdout = create("out");
        int stderr = create("err");
        int pid = Spawn.start(new SpawnRequest(
                List.of("/bin/sh", "-c", "read x; echo out $x; echo err $x >&2"),
                NOTHING,
                null,
                stdin,
                stdout,
                stderr,
                List.of(),
                SpawnRequest.Place.SAME_GROUP));
        reap(pid);
        Descriptor.close(stdin);
        Descriptor.close(stdout);
        Descriptor.close(stderr);
        assertThat(folder.resolve("out")).hasContent("out line");
        assertThat(folder.resolve("err")).hasContent("err line");
    }

    /** Sources among 0, 1 and 2 are not overwritten before their turn: ours can be swapped. */
    @Test
    void standardDescriptorsCanBeSwapped() throws Exception {
        Path out = folder.resolve("out");
        String script = "a=$(readlink /proc/$$/fd/1); b=$(readlink /proc/$$/fd/2); printf '%s\\n' $a $b > \"$0\"";
        reap(Spawn.start(new SpawnRequest(
                List.of("/bin/sh", "-c", script, out.toString()),
                Child.ENVIRONMENT,
                null,
                -1,
                2,
                1,
                List.of(),
                SpawnRequest.Place.SAME_GROUP)));
        assertThat(Files.readAllLines(out)).containsExactly(link(2), link(1));
    }

    private static String link(int descriptor) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
    }

    /** It leads its own group from the start, or stays in ours. */
    @Test
    void leadsAGroupOnRequest() {
        List<String> sleep = List.of("/bin/sleep", "60");
        try (Child leader = Child.run(NOTHING, null, true, sleep);
                Child follower = Child.run(NOTHING, null, false, sleep)) {
            assertThat(ProcFs.stat(leader.pid())).extracting(ProcessStat::group).isEqualTo(leader.pid());
            assertThat(ProcFs.stat(follower.pid()))
                    .extracting(ProcessStat::group)
                    .isEqualTo(Self.group());
        }
    }

    /** Nothing is blocked, and none of the signals by which programs are ended is ignored. */
    @Test
    void startsWithDefaultSignals() {
        try (Child child = Child.run(NOTHING, null, false, List.of("/bin/cat", "/proc/self/status"))) {
            String status = child.output();
            assertThat(mask(status, "SigBlk:")).isZero();
            long ended = bit(Signals.SIGHUP)
                    | bit(Signals.SIGINT)
                    | bit(Signals.SIGQUIT)
                    | bit(Signals.SIGPIPE)
                    | bit(Signals.SIGTERM)
                    | bit(Signals.SIGCHLD);
            assertThat(mask(status, "SigIgn:") & ended).isZero();
        }
    }

    private static long bit(int signal) {
        return 1L << (signal - 1);
    }

    private static long mask(String status, String label) {
        String line = status.lines()
                .filter(some -> some.startsWith(label))
                .findFirst()
                .orElseThrow();
        return Long.parseUnsignedLong(line.substring(label.length()).strip(), 16);
    }

    /** A program that is not there is told in the caller, by name. */
    @Test
    void refusesAProgramThatIsNotThere() {
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Child.run(NOTHING, null, false, List.of("/no/such/program")))
                .returns(Errno.ENOENT, OsException::errno)
                .withMessageContaining("'/no/such/program'");
    }

    /** A directory that is not there is told in the caller, with both names. */
    @Test
    void refusesADirectoryThatIsNotThere() {
        Path nowhere = folder.resolve("nowhere");
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Child.run(NOTHING, nowhere, false, List.of("/bin/true")))
                .returns(Errno.ENOENT, OsException::errno)
                .withMessageContaining("'/bin/true' in directory '" + nowhere + "'");
    }

    /** Strings that the kernel would cut or read otherwise are refused before anything starts. */
    @Test
    void refusesStringsThatTheKernelWouldMisread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(List.of("/bin/echo", "a\0b"), NOTHING))
                .withMessageContaining("NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(List.of("/bin/echo"), Map.of("A", "\u6f22\0")))
                .withMessageContaining("NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(List.of("/bin/echo"), Map.of("A=B", "c")))
                .withMessageContaining("'A=B'");
        assertThatIllegalArgumentException().isThrownBy(() -> request(List.of(), NOTHING));
    }

    private static SpawnRequest request(List<String> command, Map<String, String> environment) {
        return new SpawnRequest(command, environment, null, -1, -1, -1, List.of(), SpawnRequest.Place.SAME_GROUP);
    }

    /** Standard input that is not given is empty, not a place where the program waits. */
    @Test
    void standardInputIsEmptyUnlessGiven() {
        try (Child child = Child.run(NOTHING, null, false, List.of("/bin/cat"))) {
            assertThat(child.output()).isEmpty();
            assertThat(child.reap()).isEqualTo(new RawExit(false, 0, false));
        }
    }

    private int create(String name) {
        return Descriptor.openFile(folder.resolve(name), Descriptor.O_WRONLY | Descriptor.O_CREAT, 0600);
    }

    private static void reap(int pid) {
        int pidfd = Pidfd.open(pid);
        try {
            assertThat(Pidfd.waitFor(pidfd, false, true)).isEqualTo(new RawExit(false, 0, false));
        } finally {
            Descriptor.close(pidfd);
        }
    }
}
