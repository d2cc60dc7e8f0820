package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import org.junit.jupiter.api.Test;

/** The programs that show things, started as users start them. */
final class ExamplesTest {

    /** Every task of the demonstration ends as documented, under its telling name and under a harmless one. */
    @Test
    void theDemoHolds() throws Exception {
        Ending ending = Command.run("demo", "--rename");

        assertThat(ending.out())
                .contains("leftover pids: none", "leftover tmpfs entries: none", "SIGSEGV", "files/s")
                .doesNotContain("BAD");
        assertThat(ending.status()).as(ending.out() + ending.err()).isZero();
    }

    /** Every scenario holds. */
    @Test
    void theTourHolds() throws Exception {
        Ending list = Command.run("tour");
        assertThat(list.outLines()).anyMatch(l -> l.startsWith("1  ")).anyMatch(l -> l.startsWith("12  "));

        Ending ending = Command.run("tour", "1-31");

        assertThat(ending.status()).as(ending.out() + ending.err()).isZero();
        assertThat(ending.out().split(": ok", -1)).hasSize(list.outLines().size() + 1);
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
