package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Kills go where they are meant to go. */
final class ProcessesTest {

    /** A child of this JVM is killed. */
    @Test
    void killChildKillsAChild() throws Exception {
        Process child = Programs.start("sleep", "600");

        assertThat(Processes.killChild(child.pid())).isTrue();
        assertThat(child.waitFor()).isEqualTo(128 + 9);
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
