package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor as a user meets it. */
final class DoctorTest {
    @TempDir
    Path folder;

    /** The status says whether the text has a problem; standard error has nothing. */
    @Test
    void statusSaysWhetherThereIsAProblem() throws Exception {
        Ending ending = Command.run("doctor");
        boolean problem = ending.outLines().stream().anyMatch(line -> line.startsWith("problem "));
        assertThat(ending.status()).isEqualTo(problem ? 1 : 0);
        assertThat(ending.out()).contains("kernel", "/dev/shm", "memory.oom.group", "native access");
        assertThat(ending.outLines().getLast()).matches("[0-9]+ problems?, [0-9]+ notes?");
        assertThat(ending.err()).isEmpty();
    }

    /** JSON goes to standard output in place of the text, or to a file beside it. */
    @Test
    void jsonGoesWhereItIsWanted() throws Exception {
        Ending only = Command.run("doctor", "--json", "-");
        assertThat(only.outLines())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"level\":\"") && line.endsWith("}"));

        Path file = folder.resolve("doctor.json");
        Ending both = Command.run("doctor", "--json", file.toString());
        assertThat(both.outLines().getLast()).contains(" note");
        assertThat(Files.readAllLines(file)).hasSameSizeAs(only.outLines()).allMatch(line -> line.startsWith("{"));
    }

    /** In a PID namespace of its own, pid 1 learns what that means. */
    @Test
    void firstProcessOfANamespaceIsToldSo() throws Exception {
        assertThat(Command.runUnder(new String[] {"unshare", "-rpf", "--mount-proc"}, "doctor")
                        .out())
                .contains("this is pid 1");
    }
}
