package dev.procession.examples.demo;

import dev.procession.examples.Pdf;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What reading the files gives inside this JVM: what the workers must give too.
 *
 * @param good the files that can be read, with what is in them
 * @param bad the files that cannot, with the class of the exception
 */
record Reference(Map<Path, Pdf.Facts> good, Map<Path, String> bad) {

    static Reference read(Path folder) throws IOException {
        var good = new TreeMap<Path, Pdf.Facts>();
        var bad = new TreeMap<Path, String>();
        for (Path file : files(folder)) {
            try {
                good.put(file, Pdf.facts(file));
            } catch (Exception e) {
                bad.put(file, e.getClass().getName());
            }
        }
        return new Reference(good, bad);
    }

    List<Path> all() {
        return Stream.concat(good.keySet().stream(), bad.keySet().stream())
                .sorted()
                .toList();
    }

    String expected(Path file) {
        Pdf.Facts facts = good.get(file);
        return facts == null ? "failed, as in-JVM" : "done: " + facts.pages() + " pages, same text";
    }

    boolean isExpected(Path file, Outcome<?, ?> outcome) {
        return switch (outcome) {
            case Done<?, ?>(var _, var value, var _) -> value != null && value.equals(good.get(file));
            case Failed<?, ?>(var _, var cause, var _) ->
                Failure.className(cause).equals(bad.get(file));
            default -> false;
        };
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(".pdf"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
