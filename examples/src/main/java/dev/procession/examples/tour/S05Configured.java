package dev.procession.examples.tour;

import dev.procession.process.ChildProcess;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three children from a loop, of a class that carries its configuration: each sleeps for another time.
 *
 * <p>Python: the same loop. The trap there: a lambda in a loop sees the variable's last value, and cannot be sent to a spawned
 * child at all. Here what a lambda captures cannot change, and is copied.
 */
public final class S05Configured {
    private static final Duration UNIT = Duration.ofMillis(200); // a second, in the tutorial

    private S05Configured() {}

    /** Its field is its configuration. */
    static final class Sleeper extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Duration time;

        Sleeper(Duration time) {
            this.time = time;
        }

        @Override
        protected void run() throws InterruptedException {
            Thread.sleep(time);
            System.out.println("  " + name() + " (pid " + pid() + ") slept for " + time.toMillis() + " ms");
        }
    }

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        List<Sleeper> sleepers = new ArrayList<>();
        for (int i = 0; i < 3; i++) sleepers.add(new Sleeper(UNIT.multipliedBy(i)));
        try {
            for (Sleeper sleeper : sleepers) sleeper.start();
            for (Sleeper sleeper : sleepers) {
                Check.that(sleeper.join().isSuccess(), sleeper.name() + " has ended");
                Duration lived = sleeper.report().orElseThrow().lived();
                Check.that(lived.compareTo(sleeper.time) >= 0, "it slept as long as its own configuration says");
            }
            Check.that(
                    sleepers.stream().map(ChildProcess::pid).distinct().count() == 3,
                    "they were three processes, which ran side by side");
        } finally {
            sleepers.forEach(ChildProcess::close);
        }
    }
}
