package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.process.CommandProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
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
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of children as their program ends, by the second table of the guide. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class ProgramEndingTest {
    private static final GuideTable TABLE = new GuideTable("when-a-process-ends.md");

    /** A build in the background ignores these signals, and whatever it starts inherits that. */
    private static final String START = "ulimit -c 0 && exec env --default-signal=INT,HUP \"$@\"";

    @TempDir
    Path folder;

    /** Daemons and others, JVMs and commands, end as the row of the table says, and so does the program. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXIT_OUT_OF_RANGE")
    void childrenEndAsTheTableSays(Ending ending, Peers peers) throws Exception {
        List<String> cells = TABLE.row("program: " + ending.words());
        Peer program = peers.start(PeerSpec.of(EndingPeer.class, ending, folder)
                .withJvmFlags("-XX:ErrorFile=" + folder.resolve("hs_err.log"))
                .withWrapper("sh", "-c", START, "sh"));
        program.awaitLine("up");
        if (ending.signal() != 0) program.signal(ending.signal());
        if (cells.get(3).equals(Fate.WAITED_FOR.words())) {
            boolean early = Eventually.heldWithin(Delays.SHORT, () -> !allRun());
            assertThat(early)
                    .as("somebody ended before the children that are waited for")
                    .isFalse();
            others().forEach(child -> Fate.letGo(child.folder(folder)));
        }
        int code = program.awaitEnd();
        assertThat(List.of(Integer.toString(code), fate(true), fate(false))).isEqualTo(cells.subList(1, 4));
        Eventually.holds("a start sweeps what a killed program leaves", () -> {
            CommandProcess.launch("true").close(); // a process that is killed gives up its locks as the last thing
            return SharedFolders.domainsOf(program.pid()).isEmpty();
        });
        SharedFolders.forget(program.pid());
    }

    private boolean allRun() throws Exception {
        for (EndingPeer.Child child : EndingPeer.Child.values()) {
            if (!Fate.isRunning(child.folder(folder))) return false;
        }
        return true;
    }

    private static Stream<EndingPeer.Child> others() {
        return Stream.of(EndingPeer.Child.values()).filter(child -> !child.isDaemon());
    }

    private String fate(boolean daemons) throws Exception {
        Fate common = null;
        for (EndingPeer.Child child : EndingPeer.Child.values()) {
            if (child.isDaemon() != daemons) continue;
            Fate fate = Fate.of(child.folder(folder));
            if (common != null) assertThat(fate).as("fate of %s", child).isEqualTo(common);
            common = fate;
        }
        return common == null ? "none" : common.words();
    }
}
