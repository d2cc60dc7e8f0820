package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read about processes. */
final class ProcFsTest {
    @TempDir
    Path folder;

    private static ProcessStat stat(int pid) {
        ProcessStat stat = ProcFs.stat(pid);
        if (stat == null) {
            throw new AssertionError("no process " + pid);
        }
        return stat;
    }

    /** Parent, group and start of this process are what the kernel says elsewhere. */
    @Test
    void readsThisProcess() {
        ProcessStat me = stat(Self.pid());
        assertThat(me.parentPid()).isEqualTo(Self.parentPid());
        assertThat(me.group()).isEqualTo(Self.group());
        assertThat(me.startTicks()).isPositive().isEqualTo(ProcFs.startTicks(Self.pid()));
        assertThat(me.hasEnded()).isFalse();
    }

    /** The name of a program may look like the fields behind it. */
    @Test
    void isNotDeceivedByTheNameOfAProgram() throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep"), folder.resolve(") Z 1 (x y"));
        try (Child child = Child.run(Map.of(), null, true, List.of(program.toString(), "60"))) {
            ProcessStat stat = stat(child.pid());
            assertThat(stat.state()).isIn('R', 'S', 'D');
            assertThat(stat.parentPid()).isEqualTo(Self.pid());
            assertThat(stat.group()).isEqualTo(child.pid());
        }
    }

    /** A text that ends too early is no process, rather than one with zeros. */
    @Test
    void refusesHalfAText() {
        assertThat(ProcFs.parse(7, "7 (name) S 1 2 3")).isNull();
        assertThat(ProcFs.parse(7, "7 (name")).isNull();
        assertThat(ProcFs.parse(7, "7 (a) b) T 5 6 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 99 0\n"))
                .isEqualTo(new ProcessStat(7, 'T', 5, 6, 99));
    }

    /** A zombie is told from a process that lives, and has no memory. */
    @Test
    void tellsAZombie() {
        try (Child child = Child.shell("exit 0")) {
            Pidfd.waitFor(child.pidfd(), true, true);
            assertThat(stat(child.pid()).state()).isEqualTo('Z');
            assertThat(stat(child.pid()).hasEnded()).isTrue();
            assertThat(ProcFs.rssAnonBytes(child.pid())).isZero();
        }
    }

    /** A process that is gone is an answer, not an error. */
    @Test
    void goneIsAnAnswer() {
        try (Child child = Child.shell("exit 0")) {
            child.reap();
            assertThat(ProcFs.stat(child.pid())).isNull();
            assertThat(ProcFs.startTicks(child.pid())).isEqualTo(ProcFs.GONE);
            assertThat(ProcFs.rssAnonBytes(child.pid())).isEqualTo(ProcFs.GONE);
            assertThat(ProcFs.descendants(child.pid())).isEmpty();
        }
    }

    /** A JVM has some megabytes of its own. */
    @Test
    void readsPrivateMemory() {
        assertThat(ProcFs.rssAnonBytes(Self.pid())).isBetween(1L << 20, 1L << 40);
    }

    /** Children and grandchildren are found, parents first, and nobody else. */
    @Test
    void findsAllDescendants() {
        try (Child child = Child.shell("sh -c 'sleep 60 & echo $!; wait' & echo $!; wait")) {
            int one = Integer.parseInt(child.line());
            int two = Integer.parseInt(child.line());
            List<ProcessStat> found = ProcFs.descendants(child.pid());
            assertThat(found).extracting(ProcessStat::pid).containsExactlyInAnyOrder(one, two);
            assertThat(found.getFirst().parentPid()).isEqualTo(child.pid());
            assertThat(found.getLast().parentPid()).isEqualTo(found.getFirst().pid());
            assertThat(ProcFs.descendants(Self.pid()))
                    .extracting(ProcessStat::pid)
                    .contains(child.pid(), one, two);
            found.forEach(stat -> Signals.kill(stat.pid(), Signals.SIGKILL));
        }
    }
}
