package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.os.ProcFs;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Kills go where they are meant to go, and the dead are told from the living. */
final class ProcessesTest {

    /** A child of this JVM is killed. */
    @Test
    void killChildKillsAChild() throws Exception {
        Process child = Programs.start("sleep", "600");

        assertThat(Processes.killChild(child.pid())).isTrue();
        assertThat(child.waitFor()).isEqualTo(128 + 9);
    }

    /** A process has its files while it lives, stopped or not; not once it has ended, reaped or not. */
    @Test
    void theDeadHaveNoFiles() throws Exception {
        Process parent = Programs.start("sh", "-c", "sleep 600 & exec sleep 601"); // which never reaps it
        try {
            Eventually.holds(
                    "a grandchild", () -> !Processes.descendants(parent.pid()).isEmpty());
            int child = Processes.descendants(parent.pid()).getFirst().pid();
            Processes.stop(child);
            assertThat(Processes.hasItsFiles(child)).isTrue();
            Eventually.holds("exec", () -> Processes.commandLine(parent.pid()).equals("sleep 601"));
            Processes.kill(child);
            Eventually.holds("it has none", () -> !Processes.hasItsFiles(child));
            assertThat(Objects.requireNonNull(ProcFs.stat(child)).hasEnded()).isTrue(); // a zombie
        } finally {
            Processes.kill(Processes.descendants(parent.pid()));
            parent.destroyForcibly().waitFor();
        }
        assertThat(Processes.hasItsFiles(parent.pid())).isFalse();
    }

    /** A process that another one started is left alone. */
    @Test
    void killChildSparesOthers() throws Exception {
        Process child = Programs.start("sh", "-c", "sleep 600; true");
        try {
            Eventually.holds(
                    "a grandchild", () -> !Processes.descendants(child.pid()).isEmpty());
            List<Sighting> grandchildren = Processes.descendants(child.pid());

            assertThat(Processes.killChild(grandchildren.getFirst().pid())).isFalse();
            assertThat(Processes.isRunning(grandchildren.getFirst())).isTrue();
        } finally {
            Processes.kill(Processes.descendants(child.pid()));
            child.destroyForcibly().waitFor();
        }
    }
}
