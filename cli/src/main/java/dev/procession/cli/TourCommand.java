package dev.procession.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code procession tour}: the scenario programs. */
@Command(
        name = "tour",
        description = "Runs scenario programs, each of which checks itself; lists them without an argument.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class TourCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NUMBERS", description = "Which ones, such as 1,12 or 1-5.")
    private List<String> numbers = List.of();

    @Override
    public Integer call() {
        return new Delegate("dev.procession.examples.tour.Tour", "procession-examples.jar")
                .run(numbers.toArray(String[]::new));
    }
}
