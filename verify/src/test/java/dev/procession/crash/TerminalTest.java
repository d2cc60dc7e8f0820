package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Sighting;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What keys do to a program with children, typed on a pseudo-terminal. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class TerminalTest {
    private static final String CTRL_C = "\u0003";

    /** The words of the peer, in quotes, behind a command for a shell at the terminal; they have no quotes of their own. */
    private static final String AT_TERMINAL = "q=; for word do q=\"$q '$word'\"; done; exec script -qefc"
            + " \"exec env --default-signal=INT,HUP$q\" /dev/null";

    @TempDir
    Path folder;

    /** Ctrl-C ends the whole tree, with exit code 130 and the one message of the program itself. */
    @Test
    void ctrlCEndsTheTreeWithOneMessage(Peers peers) throws Exception {
        Peer terminal = start(peers);
        terminal.awaitLine("up");
        List<Sighting> tree = terminal.descendants();
        assertThat(tree).as("the program and its children").hasSizeGreaterThanOrEqualTo(5);

        terminal.tell(CTRL_C);

        assertThat(terminal.awaitEnd()).isEqualTo(130);
        Eventually.holds("the tree is gone", () -> tree.stream().noneMatch(Processes::isRunning));
        List<String> said = terminal.output();
        assertThat(said.subList(said.indexOf("up") + 1, said.size()))
                .map(line -> line.replace("^C", "").strip())
                .filteredOn(line -> !line.isEmpty())
                .containsExactly(TerminalPeer.MESSAGE);
    }

    private Peer start(Peers peers) {
        return peers.start(PeerSpec.of(TerminalPeer.class, folder).withWrapper("sh", "-c", AT_TERMINAL, "sh"));
    }
}
