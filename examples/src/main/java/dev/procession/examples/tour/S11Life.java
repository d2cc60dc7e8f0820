package dev.procession.examples.tour;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.Output;
import dev.procession.process.SupervisedProcess;
import java.time.Duration;

/**
 * The life of a process: pid, name, daemon, exit status, isAlive, join with a time, terminate, kill, close.
 *
 * <p>Python: the same names. The traps there: {@code exitcode} is a number, negative for a signal; {@code terminate} runs no {@code
 * finally} block; {@code close} throws while the process runs. Here the status says in words what it is, {@code terminate} asks
 * first, and {@code close} ends the process, so that {@code try} can be used.
 */
public final class S11Life {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private S11Life() {}

    private static void sleepAndTidy() throws InterruptedException {
        System.out.println("sleeps");
        try {
            Thread.sleep(GRACE.multipliedBy(10));
        } finally {
            System.out.println("tidies up");
        }
    }

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        fromNewToClosed();
        terminated();
        killed();
        thrown();
    }

    private static void fromNewToClosed() throws InterruptedException {
        ChildProcess child = ChildProcess.of(o -> o.withName("lifelong"), () -> System.exit(7));
        Check.that(!child.isAlive() && child.exitStatus().isEmpty(), "new: " + child);
        Check.that(refuses(child::pid), "a process that is new has no pid, and says so");
        child.start();
        Check.that(child.name().equals("lifelong") && !child.isDaemon(), "started: it has a name, and is no daemon");
        Check.that(
                child.join().equals(new ExitStatus.Exited(7)),
                "ended: " + child.exitStatus().orElseThrow());
        Check.that(child.join(Duration.ZERO) && !child.isAlive(), "join may be called again");
        Check.that(refuses(child::start), "a process runs once");
        child.close();
        child.close();
        Check.that(refuses(() -> child.join(Duration.ZERO)), "closed: " + child);
    }

    private static void terminated() throws InterruptedException {
        var said = new Lines();
        try (var child = ChildProcess.launch(o -> o.withOutput(said.output()), S11Life::sleepAndTidy)) {
            said.await("sleeps");
            Check.that(!child.join(Duration.ofMillis(50)) && child.isAlive(), "join with a time gives up after it");
            Check.that(SupervisedProcess.active().contains(child), "it is among the active ones");
            child.terminate(GRACE);
            ExitStatus status = child.join();
            Check.that(status.equals(new ExitStatus.Exited(143)), "terminate: " + status);
            Check.that(said.all().contains("tidies up"), "its finally block has run");
            Check.that(!SupervisedProcess.active().contains(child), "it is no longer active");
        }
    }

    private static void killed() throws InterruptedException {
        var said = new Lines();
        try (var child = ChildProcess.launch(o -> o.withOutput(said.output()), S11Life::sleepAndTidy)) {
            said.await("sleeps");
            child.kill();
            ExitStatus status = child.join();
            Check.that(
                    status instanceof ExitStatus.Signaled(int signal, String name)
                            && signal == 9
                            && name.equals("SIGKILL"),
                    "kill: " + status + ", which Python calls -9");
            Check.that(!said.all().contains("tidies up"), "nothing of its code ran any more");
        }
    }

    private static void thrown() throws InterruptedException {
        try (var child = ChildProcess.launch(o -> o.withOutput(Output.DISCARD), () -> {
            throw new IllegalStateException("no paper");
        })) {
            Check.that(child.join().equals(new ExitStatus.Exited(1)), "what throws ends with exit code 1");
            Throwable failure = child.report().orElseThrow().failure().orElseThrow();
            Check.that(failure instanceof IllegalStateException, "and the parent has it as an object: " + failure);
        }
    }

    private static boolean refuses(Call call) throws InterruptedException {
        try {
            call.run();
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    /** A call of a method. */
    private interface Call {
        void run() throws InterruptedException;
    }
}
