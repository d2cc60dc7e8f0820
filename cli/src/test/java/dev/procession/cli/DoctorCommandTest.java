package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.doctor.Finding;
import dev.procession.cli.doctor.Finding.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How findings are shown. */
final class DoctorCommandTest {
    private static final List<Finding> FINDINGS = List.of(
            new Finding(Level.OK, "kernel", "Linux 7", "All is there.", ""),
            new Finding(Level.NOTE, "shm", "64 MiB", "It is \"small\".", "Make it larger."),
            new Finding(Level.PROBLEM, "pids", "3", "None fits.", "Raise it."));

    /** Level, subject and what was found in columns; what it means below, what to do behind an arrow, and a count. */
    @Test
    void textHasColumnsMeaningAndRemedy() {
        assertThat(DoctorCommand.text(FINDINGS).lines())
                .containsExactly(
                        "ok       kernel  Linux 7",
                        "         All is there.",
                        "note     shm     64 MiB",
                        "         It is \"small\".",
                        "         -> Make it larger.",
                        "problem  pids    3",
                        "         None fits.",
                        "         -> Raise it.",
                        "1 problem, 1 note");
    }

    /** One object a line, with the same words. */
    @Test
    void jsonIsOneObjectALine() {
        assertThat(DoctorCommand.jsonLines(FINDINGS).lines())
                .hasSize(3)
                .contains("{\"level\":\"note\",\"subject\":\"shm\",\"found\":\"64 MiB\","
                        + "\"meaning\":\"It is \\\"small\\\".\",\"remedy\":\"Make it larger.\"}");
    }
}
