package dev.procession.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The table of the guide that says what a caller sees: what is promised there is what the tests ask for. */
final class CrashTable {
    /** The process that runs the code is the user's own. */
    static final String PROGRAM_ENDS = "your program ends";
    /** The thread that runs the code is the user's own. */
    static final String THREAD_WAITS = "your thread waits";

    private static final Path PAGE = Path.of("docs", "guide", "when-a-task-is-lost.md");

    private CrashTable() {}

    static String cell(Harm harm, Stage stage) throws IOException {
        return row(harm).get(stage.column());
    }

    private static List<String> row(Harm harm) throws IOException {
        try (Stream<String> lines = Files.lines(page())) {
            String row = lines.filter(line -> line.startsWith("| " + harm.words() + " |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the table has no row '" + harm.words() + "'"));
            return Arrays.stream(row.substring(1).split("\\|", -1))
                    .map(String::strip)
                    .toList();
        }
    }

    /** Tests start in the folder of the module or in that of the project. */
    private static Path page() {
        Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(PAGE))) folder = folder.getParent();
        if (folder == null) throw new IllegalStateException("no " + PAGE + " above the folder of the tests");
        return folder.resolve(PAGE);
    }
}
