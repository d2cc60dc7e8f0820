package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import org.junit.jupiter.api.Test;

/** The programs that show things, started as users start them; the demonstration takes a minute, and is a step of its own in CI. */
final class ExamplesTest {
    private static final String[] SCENARIOS = {
        "1", "2", "3", "4", "5", "10", "11", "12", "17", "18", "20", "22", "26", "27", "28", "30", "31"
    };

    /** Every scenario is listed, and holds. */
    @Test
    void theTourHolds() throws Exception {
        Ending list = Command.run("tour");
        assertThat(list.outLines())
                .map(line -> line.substring(0, line.indexOf(' ')))
                .contains(SCENARIOS);

        Ending ending = Command.run("tour", "1-31");

        assertThat(ending.status()).as(ending.out() + ending.err()).isZero();
        assertThat(ending.out().split(": ok", -1)).hasSize(list.outLines().size() + 1);
    }

    /** Ranges and single numbers can be mixed; a range leaves out what is not there. */
    @Test
    void theTourTakesRanges() throws Exception {
        Ending ending = Command.run("tour", "19-20,28");

        assertThat(ending.status()).as(ending.out() + ending.err()).isZero();
        assertThat(ending.outLines()).contains("scenario 20: ok", "scenario 28: ok");
        assertThat(ending.outLines().stream().filter(line -> line.endsWith(": ok")))
                .hasSize(2);
    }

    /** A number that is not there is refused, not skipped. */
    @Test
    void theTourRefusesAScenarioThatIsNotThere() throws Exception {
        Ending ending = Command.run("tour", "1,99");

        assertThat(ending.status()).isEqualTo(2);
        assertThat(ending.err()).contains("'1,99' names no scenarios");
    }

    /** The first program of the guide prints what the guide says. */
    @Test
    void theQuickStartHolds() throws Exception {
        try (Command command = Command.startClass("dev.procession.examples.QuickStart")) {
            Ending ending = command.await();

            assertThat(ending.outLines())
                    .contains("[1, 4, 9]", "one: 3", "three: 5", "'': java.lang.IllegalArgumentException: no word")
                    .anyMatch(l -> l.startsWith("exit: task QuickStart::check(exit) of pool "))
                    .anyMatch(l -> l.startsWith("  cause:    exit code 3, System.exit called at "));
            assertThat(ending.status()).isZero();
        }
    }
}
