package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procession map}, from its words to its status. */
final class MapCommandTest {
    private static final String TASKS = UserTasks.class.getName();
    private static final String CLASSES = Command.userClasses().toString();

    /** Every input is one line, in order if that is asked for; all done is status 0. */
    @Test
    void everyInputIsALine() throws Exception {
        Ending ending = Command.run(
                "map", "--ordered", "--workers", "2", "--class-path", CLASSES, TASKS + "::upper", "a", "ä b", "@c");

        assertThat(ending.outLines()).containsExactly("done    a  A", "done    ä b  Ä B", "done    @c  @C");
        assertThat(ending.err()).containsPattern("(?m)^done +3\nfailed +0\nlost +0\ntime ");
        assertThat(ending.status()).isZero();
    }

    /** Files are given to a method of Path; one that is missing costs one line, and the status is 1. */
    @Test
    void aMissingFileFails(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("three"), "abc");

        Ending ending = Command.run("map", "--class-path", CLASSES, TASKS + "::size", file.toString(), "nowhere");

        assertThat(ending.outLines())
                .containsExactlyInAnyOrder(
                        "done    " + file + "  3", "failed  nowhere  java.nio.file.NoSuchFileException: nowhere");
        assertThat(ending.status()).isEqualTo(1);
    }

    /** Inputs come from standard input if there are no words. */
    @Test
    void inputsComeFromStandardInput() throws Exception {
        try (Command command = Command.start("map", "--ordered", "--class-path", CLASSES, TASKS + "::upper")) {
            command.input().write("a\n\nü\nlast".getBytes(StandardCharsets.UTF_8));
            command.input().close();
            Ending ending = command.await();

            assertThat(ending.outLines()).containsExactly("done    a  A", "done    ü  Ü", "done    last  LAST");
            assertThat(ending.status()).isZero();
        }
    }

    /** The three outcomes have their JSON; values are cut at 64 KiB; the plain lines are replaced by it. */
    @Test
    void outcomesAreJson() throws Exception {
        Ending ending = Command.run(
                "map",
                "--ordered",
                "--json",
                "-",
                "--workers",
                "1",
                "--class-path",
                CLASSES,
                TASKS + "::end",
                "fine",
                "odd",
                "exit",
                "long");

        List<String> lines = ending.outLines();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0))
                .matches("\\{\"input\":\"fine\",\"outcome\":\"done\",\"value\":\"fine\",\"attempt\":1,"
                        + "\"worker\":\"map-1\",\"millis\":\\d+}");
        assertThat(lines.get(1))
                .startsWith("{\"input\":\"odd\",\"outcome\":\"failed\",\"error\":{\"class\":\"" + TASKS
                        + "$Odd\",\"message\":\"odd and ä\",\"stack\":\"" + TASKS + "$Odd: odd and ä\\n\\tat ")
                .contains("UserTasks.end(UserTasks.java:");
        assertThat(lines.get(2))
                .startsWith("{\"input\":\"exit\",\"outcome\":\"lost\",\"certificate\":{\"cause\":\"exit code 3, ")
                .contains(
                        "\"kind\":\"exit 3\",\"status\":\"exit code 3\",",
                        "task " + TASKS + "::end(exit)",
                        "UserTasks.end");
        assertThat(lines.get(3)).contains("\"value\":\"" + "x".repeat(65_536) + "\",\"truncated\":true,");
        assertThat(ending.status()).isEqualTo(1);
    }

    /** JSON to a file leaves the plain lines where they are. */
    @Test
    void jsonGoesToAFile(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("out.json");

        Ending ending = Command.run("map", "--json", json.toString(), "--class-path", CLASSES, TASKS + "::upper", "a");

        assertThat(ending.outLines()).containsExactly("done    a  A");
        assertThat(Files.readAllLines(json)).singleElement().asString().startsWith("{\"input\":\"a\",");
    }

    /** Options reach the pool: heap, retries, time limit. */
    @Test
    void optionsReachThePool() throws Exception {
        Ending heap = Command.run("map", "--max-heap", "64m", "--class-path", CLASSES, TASKS + "::worker", "heap");
        assertThat(heap.out()).matches("done    heap  6[0-9]\n");

        Ending retried = Command.run(
                "map", "--retries", "1", "--json", "-", "--class-path", CLASSES, TASKS + "::end", "exit-once");
        assertThat(retried.out()).contains("\"value\":\"second attempt\",\"attempt\":2,");

        Ending late = Command.run("map", "--timeout", "300ms", "--class-path", CLASSES, TASKS + "::sleep", "600000");
        assertThat(late.out()).startsWith("lost    600000  timed out").contains("300 ms");
        assertThat(late.err()).containsPattern("(?m)^lost +1\n  timed out +1\n");
    }

    /** The workers have the user's classes and Procession, and not what only the command needs. */
    @Test
    void workersHaveNoLibrariesOfTheCommand() throws Exception {
        Ending ending = Command.run(
                "map",
                "--ordered",
                "--class-path",
                CLASSES,
                TASKS + "::worker",
                "picocli.CommandLine",
                "dev.procession.examples.Pdf",
                "dev.procession.pool.ProcessPool");

        assertThat(ending.outLines())
                .containsExactly(
                        "done    picocli.CommandLine  absent",
                        "done    dev.procession.examples.Pdf  absent",
                        "done    dev.procession.pool.ProcessPool  present: ProcessPool");
    }

    /** What tasks print goes to standard error, with the worker's name before it. */
    @Test
    void outputOfTasksIsNoResult() throws Exception {
        Ending ending = Command.run("map", "--workers", "1", "--class-path", CLASSES, TASKS + "::sleep", "1");

        assertThat(ending.outLines()).containsExactly("done    1  slept");
        assertThat(ending.err()).containsPattern("\\[map-1 \\d+] sleeping 1\n");
    }

    /** When whoever reads the results has gone, the run ends without a word, and so do its workers. */
    @Test
    void aClosedOutputEndsTheRun() throws Exception {
        var inputs = new ArrayList<>(
                List.of("map", "--workers", "2", "--ordered", "--class-path", CLASSES, TASKS + "::worker", "pid"));
        for (int i = 0; i < 100; i++) inputs.add("pid");
        inputs.add("none.such");
        try (Command command = Command.startUnread(inputs.toArray(String[]::new))) {
            List<Long> tree;
            try (BufferedReader reader = command.unreadOutput()) {
                assertThat(reader.readLine()).startsWith("done    pid  ");
                tree = command.tree();
            }
            Ending ending = command.await();

            assertThat(Command.running(tree)).isEmpty();
            assertThat(ending.err()).isEmpty();
            assertThat(ending.status()).isEqualTo(1);
        }
    }

    /** A pool that cannot start its workers ends the run with their own words. */
    @Test
    void workersThatCannotStartAreExplained() throws Exception {
        Ending ending = Command.run("map", "--max-heap", "9000000g", "--class-path", CLASSES, TASKS + "::upper", "a");

        assertThat(ending.err()).contains("procession: ", "PRC-305", "-Xmx9000000g");
        assertThat(ending.out()).isEmpty();
        assertThat(ending.status()).isEqualTo(1);
    }
}
