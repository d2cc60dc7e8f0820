package dev.procession.examples.tour;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessInfo;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * No orphans: kill -9 the parent, or terminate a child that has a child, and nothing is left.
 *
 * <p>Python: after a SIGKILL of the parent all children go on, daemons too, because only its exit handler would have ended them; and
 * {@code terminate} leaves the grandchildren. Here the kernel ends whoever hangs on a parent that is gone.
 */
public final class S26NoOrphans {
    private static final long FOR_EVER_MILLIS = Duration.ofHours(1).toMillis();
    private static final Duration GRACE = Duration.ofSeconds(10);

    private S26NoOrphans() {}

    /**
     * Runs the scenario.
     *
     * @param args none; the scenario itself starts this class again as the parent that is killed
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            startFamily();
            Thread.sleep(FOR_EVER_MILLIS);
        }
        killedParent();
        terminatedChild();
    }

    /** The parent must not be a child of ours in this scenario: who ends one of those ends its tree. */
    private static void killedParent() throws Exception {
        Process parent = new ProcessBuilder(SecondProgram.words(S26NoOrphans.class, "parent"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = parent.inputReader(StandardCharsets.UTF_8)) {
            List<Long> pids = new ArrayList<>(List.of(parent.pid()));
            while (pids.size() < 4) {
                String line = said.readLine();
                if (line == null) throw new IllegalStateException("the parent ended before its kill");
                System.out.println("  | " + line);
                pids.add(Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
            }
            Check.that(pids.stream().allMatch(Check::runs), "parent, child, grandchild and command run: " + pids);
            parent.destroyForcibly();
            long millis = Check.awaitEnd(pids);
            Check.that(parent.waitFor() != 0, "kill -9 of the parent: all were gone " + millis + " ms later");
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void startFamily() {
        ChildProcess.launch(S26NoOrphans::haveChild);
        System.out.println("command " + CommandProcess.launch("sleep", "3600").pid());
    }

    private static void haveChild() throws InterruptedException {
        System.out.println("child " + ProcessInfo.current().pid());
        ChildProcess.launch(() -> {
            System.out.println("grandchild " + ProcessInfo.current().pid());
            Thread.sleep(FOR_EVER_MILLIS);
        });
        Thread.sleep(FOR_EVER_MILLIS);
    }

    private static void terminatedChild() throws InterruptedException {
        var said = new Lines();
        Output output = said.output();
        try (var child = ChildProcess.launch(o -> o.withOutput(output), S26NoOrphans::haveChild)) {
            long grandchild = Long.parseLong(said.await("grandchild "));
            child.terminate(GRACE);
            Check.that(child.join(GRACE), "the child has ended: " + child);
            long millis = Check.awaitEnd(List.of(grandchild));
            Check.that(!Check.runs(grandchild), "its child " + grandchild + " too, " + millis + " ms later");
        }
    }
}
