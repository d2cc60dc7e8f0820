package dev.procession.examples.tour;

import dev.procession.process.DetachedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process that outlives its parent on purpose, has a pid file, and is stopped by name.
 *
 * <p>Python: nothing for it; PEP 3143 describes the double fork that everybody writes anew, and a pid file whose process has died, or
 * whose number belongs to another one by now. Here the process holds a lock of the kernel for as long as it lives.
 */
public final class S27Detached {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long FOR_EVER_MILLIS = Duration.ofHours(1).toMillis();

    private S27Detached() {}

    /**
     * Runs the scenario.
     *
     * @param args none; the scenario itself starts this class again, with a name, as the parent that ends
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.out.println("detached "
                    + DetachedProcess.start(args[0], () -> Thread.sleep(FOR_EVER_MILLIS))
                            .pid());
            return;
        }
        String name = "procession-tour-" + ProcessHandle.current().pid();
        var said = new Lines();
        try (var parent = SecondProgram.start(S27Detached.class, said, name)) {
            long pid = Long.parseLong(said.await("detached "));
            Check.that(parent.join().isSuccess(), "the program that started it has ended");
            Check.that(Check.runs(pid), "the detached process " + pid + " runs on");
            Optional<DetachedProcess> found = DetachedProcess.find(name);
            Check.that(found.isPresent() && found.get().pid() == pid, "it is found by its name, " + name);
            DetachedProcess.stop(name, GRACE);
            long millis = Check.awaitEnd(List.of(pid));
            Check.that(DetachedProcess.find(name).isEmpty(), "stopped by name, it is gone " + millis + " ms later");
        } finally {
            DetachedProcess.stop(name, Duration.ZERO);
        }
    }
}
