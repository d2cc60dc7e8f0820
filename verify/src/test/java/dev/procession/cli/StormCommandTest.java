package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The storms as users start them, by number of kills and not by time, so that a slow machine does as much. */
final class StormCommandTest {

    /** A storm of a few kills holds, prints what it did, and how to do it again. */
    @Test
    void aShortStormHoldsAndSaysHowToReplayIt() throws Exception {
        Ending ending = Command.run("storm", "--seed", "7", "--kills", "8", "--pools", "8", "--trees", "8");

        assertThat(ending.status()).as(ending.out() + ending.err()).isZero();
        assertThat(ending.outLines())
                .contains("seed 7", "nothing lost, nothing left")
                .endsWith("again: ./procession storm --seed 7 --kills 8 --pools 8 --trees 8");
        assertThat(count(ending, "kills")).isEqualTo(8);
        assertThat(count(ending, "  done") + count(ending, "  lost to SIGKILL"))
                .isEqualTo(count(ending, "inputs under kills"))
                .isPositive();
        assertThat(count(ending, "pools opened")).isPositive();
        assertThat(count(ending, "trees ended"))
                .isEqualTo(count(ending, "trees started"))
                .isPositive();
        assertThat(count(ending, "futures")).isEqualTo(count(ending, "  their dependents run"));
        assertThat(count(ending, "kills of processes with locks")).isEqualTo(2);
        for (String what : List.of("changes under a ProcessLock", "permits held", "latches passed"))
            assertThat(count(ending, what)).as(what).isPositive();
    }

    /** Without a seed it takes one by chance, which it prints. */
    @Test
    void aSeedThatIsNotGivenIsPrinted() throws Exception {
        Ending ending = Command.run("storm", "--only", "kills", "--seconds", "3", "--kills", "1");

        assertThat(ending.status()).as(ending.out() + ending.err()).isZero();
        String seed = ending.outLines().getFirst().substring("seed ".length());
        assertThat(ending.out())
                .contains("again: ./procession storm --seconds 3 --seed " + seed + " --kills 1 --only kills");
    }

    /** A number that makes no sense is refused with one sentence, before anything is killed. */
    @Test
    void noKillsAreNoStorm() throws Exception {
        Ending ending = Command.run("storm", "--kills", "0");

        assertThat(ending.status()).isEqualTo(Status.USAGE);
        assertThat(ending.err()).contains("--kills must be at least 1, was 0");
        assertThat(ending.out()).isEmpty();
    }

    /** The first count in the table that has this label. */
    private static long count(Ending ending, String label) {
        Optional<String> line = ending.outLines().stream()
                .filter(l -> l.startsWith(label + " "))
                .findFirst();
        assertThat(line).as(label + " in:\n" + ending.out()).isPresent();
        return Long.parseLong(line.orElseThrow().substring(label.length()).strip());
    }
}
