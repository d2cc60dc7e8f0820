package dev.procession.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables of a page of the guide: what is promised there is what the tests ask for.
 *
 * @param page the name of its file
 */
record GuideTable(String page) {
    private static final Path GUIDE = Path.of("docs", "guide");

    /** The cells of a row, of which the first is what it begins with; behind the last one there is an empty one. */
    List<String> row(String first) throws IOException {
        try (Stream<String> lines = Files.lines(file())) {
            String row = lines.filter(line -> line.startsWith("| " + first + " |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no table of " + page + " has a row '" + first + "'"));
            return Arrays.stream(row.substring(1).split("\\|", -1))
                    .map(String::strip)
                    .toList();
        }
    }

    /** Tests start in the folder of the module or in that of the project. */
    private Path file() {
        Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(GUIDE).resolve(page))) folder = folder.getParent();
        if (folder == null)
            throw new IllegalStateException("no " + GUIDE + "/" + page + " above the folder of the tests");
        return folder.resolve(GUIDE).resolve(page);
    }
}
