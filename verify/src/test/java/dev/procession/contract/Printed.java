package dev.procession.contract;

import dev.procession.process.Output;
import dev.procession.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What children print, standard output and error together, as their lines come. */
final class Printed {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    /** For {@code withOutput}. */
    Output output() {
        return Output.lines((child, pid, error, line) -> {
            lines.add(line);
            if (error) errors.add(line);
        });
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** Those of standard error alone. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Waits for a line that begins so, and gives what follows in it. */
    String await(String prefix) throws InterruptedException {
        Eventually.holds("a line '" + prefix + "…'", () -> lines.stream().anyMatch(l -> l.startsWith(prefix)));
        return lines.stream()
                .filter(l -> l.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length())
                .strip();
    }
}
