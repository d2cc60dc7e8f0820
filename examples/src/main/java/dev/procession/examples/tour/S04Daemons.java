package dev.procession.examples.tour;

import dev.procession.process.ChildProcess;
import dev.procession.process.ProcessInfo;
import java.time.Duration;
import java.util.List;

/**
 * Daemon children end with their program; with join they are waited for; other children keep the program alive.
 *
 * <p>Python: {@code daemon=True}, where a daemon gets SIGTERM, runs none of its {@code finally} blocks, and may not have children of
 * its own. Here it is ended in order, and may. The trap in both: whoever wants the daemon's work done has to join it.
 */
public final class S04Daemons {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private S04Daemons() {}

    /**
     * Runs the scenario.
     *
     * @param args none; the scenario itself starts this class again as the parent
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            parent(args[0]);
            return;
        }
        Check.that(
                linesOf("daemon").equals(List.of("cleaned up")),
                "a daemon ends with the program: not its work is done, but its finally block is");
        Check.that(linesOf("joined").equals(List.of("work done")), "with join, a daemon is waited for");
        Check.that(linesOf("other").equals(List.of("work done")), "a child that is no daemon keeps the program alive");
    }

    private static List<String> linesOf(String word) throws Exception {
        var said = new Lines();
        try (var program = SecondProgram.start(S04Daemons.class, said, word)) {
            Check.that(program.join(PATIENCE), "the program has ended");
            Check.that(program.exitStatus().orElseThrow().isSuccess(), "and well");
        }
        long child = Long.parseLong(said.await("pid "));
        Check.that(!Check.runs(child), "its child " + child + " too");
        return said.all().stream().filter(line -> !line.startsWith("pid ")).toList();
    }

    private static void parent(String word) throws InterruptedException {
        boolean daemon = !word.equals("other");
        long millis = word.equals("daemon") ? PATIENCE.toMillis() : 200;
        ChildProcess child = ChildProcess.launch(o -> o.withDaemon(daemon), () -> work(millis));
        System.out.println("pid " + child.pid());
        if (word.equals("joined")) child.join();
    }

    private static void work(long millis) throws InterruptedException {
        if (ProcessInfo.current().daemon() && millis > 1000) {
            try {
                Thread.sleep(millis);
            } finally {
                System.out.println("cleaned up");
            }
        }
        Thread.sleep(millis);
        System.out.println("work done");
    }
}
