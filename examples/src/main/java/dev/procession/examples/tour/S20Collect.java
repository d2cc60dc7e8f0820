package dev.procession.examples.tour;

import dev.procession.process.CommandProcess;
import dev.procession.process.Sentinel;
import dev.procession.process.Waiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ended children are collected without blocking: nothing yet, the first, the second, no child left.
 *
 * <p>Python: {@code os.waitpid(-1, os.WNOHANG)}, which also takes the status of children that are none of the caller's, such as those
 * of {@code subprocess}; and which throws when no child is left. Here one looks at chosen sentinels, takes nothing away from
 * anybody, and nothing has to be collected: an ended child is reaped by the library.
 */
public final class S20Collect {

    private S20Collect() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("procession-tour");
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (var one = untilExists(first);
                var two = untilExists(second)) {
            List<Sentinel> open = new ArrayList<>(List.of(one.sentinel(), two.sentinel()));
            Check.that(Waiter.await(open, Duration.ZERO).isEmpty(), "nothing yet, and no time lost");
            Files.createFile(first);
            Check.that(collect(open).equals(List.of(one)), "the first has ended: " + one);
            Files.createFile(second);
            Check.that(collect(open).equals(List.of(two)), "the second has ended: " + two);
            Check.that(open.isEmpty() && Waiter.await(open, Duration.ZERO).isEmpty(), "no child left");
        } finally {
            Files.deleteIfExists(first);
            Files.deleteIfExists(second);
            Files.delete(folder);
        }
    }

    private static CommandProcess untilExists(Path file) {
        return CommandProcess.launch("sh", "-c", "while ! [ -e \"$0\" ]; do sleep 0.02; done", file.toString());
    }

    /** Looks again and again, between other work, and takes those out that have ended. */
    private static List<Object> collect(List<Sentinel> open) throws InterruptedException {
        while (true) {
            List<Sentinel> ended = Waiter.await(open, Duration.ZERO);
            open.removeAll(ended);
            if (!ended.isEmpty())
                return ended.stream().<Object>map(Sentinel::process).toList();
            Thread.sleep(5); // the other work
        }
    }
}
