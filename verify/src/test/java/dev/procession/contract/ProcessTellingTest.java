package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.ResourceLimit;
import dev.procession.process.SupervisedProcess;
import dev.procession.process.Waiter;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told of an end, when, and by what nobody can be held up. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class ProcessTellingTest {
    private static final int CONTINUE = 18;

    /** A dependent of onExit that blocks holds up nobody who waits. */
    @Test
    void aDependentOfOnExitHoldsUpNoWaiter() throws Exception {
        var release = new CountDownLatch(1);
        try (var command = CommandProcess.launch("sleep", "0.2")) {
            CompletableFuture<Void> dependent = command.onExit().thenRun(() -> await(release));
            assertThat(Waiter.await(List.of(command.sentinel()), Delays.LONG)).hasSize(1);
            assertThat(command.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(dependent).isNotDone();
            release.countDown();
            dependent.get(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What hangs on the last child of a program still runs, although nothing else keeps the program alive. */
    @Test
    void dependentsOfTheLastChildRunBeforeTheProgramEnds(Peers peers) throws Exception {
        Peer program = peers.start(PeerSpec.of(LastWords.class));
        assertThat(program.awaitEnd()).isZero();
        assertThat(program.output()).contains("call told", "exit told");
    }

    /** A program whose main ends at once. */
    static final class LastWords {
        private LastWords() {}

        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits: that is the point
        public static void main(String[] args) {
            ChildProcess.call(o -> o.withOutput(Output.DISCARD), () -> {
                        Runtime.getRuntime().halt(3);
                        return 1;
                    })
                    .whenComplete((value, thrown) -> System.out.println("call told"));
            CommandProcess.launch("true").onExit().thenRun(() -> System.out.println("exit told"));
        }
    }

    /** The end of a command needs no virtual thread, which others might keep from running. */
    @Test
    void virtualThreadsThatComputeHoldUpNoEnd() throws Exception {
        var stop = new CountDownLatch(1);
        List<Thread> busy = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            busy.add(Thread.startVirtualThread(() -> {
                while (stop.getCount() > 0) Thread.onSpinWait();
            }));
        }
        try (var command = CommandProcess.launch("true")) {
            assertThat(command.join(Delays.LONG)).isTrue();
        } finally {
            stop.countDown();
        }
        for (Thread thread : busy) thread.join();
    }

    /** A call that throws tells it at once, also where a thread that was left behind keeps the process alive. */
    @Test
    void aCallThatThrowsTellsItBeforeItsProcessEnds() {
        CompletableFuture<Integer> call = ChildProcess.call(o -> o.withOutput(Output.DISCARD), () -> {
            new Thread(() -> sleep(600_000)).start();
            throw new IllegalStateException("thrown");
        });
        assertThat(call.handle((value, thrown) -> thrown)
                        .orTimeout(Delays.LONG.toMillis(), TimeUnit.MILLISECONDS)
                        .join())
                .isInstanceOf(IllegalStateException.class);
        ChildProcess.active().forEach(SupervisedProcess::close);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** An interrupt after terminate takes nothing of the time of grace. */
    @Test
    void interruptAfterTerminateLeavesTheGrace() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (var child = ChildProcess.launch(
                o -> o.withOutput(Output.lines((name, pid, error, line) -> lines.add(line))), () -> {
                    System.out.println("begun");
                    try {
                        Thread.sleep(600_000);
                    } finally {
                        Thread.interrupted();
                        System.out.println("finally");
                    }
                })) {
            while (lines.isEmpty()) Thread.sleep(1);
            Processes.stop(child.pid());
            child.terminate(Delays.LONG);
            child.interrupt();
            Processes.signal(child.pid(), CONTINUE);
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(143));
            assertThat(lines).contains("finally");
        }
    }

    /** Commands reach a child that was asked to end and is still at it. */
    @Test
    void aChildThatEndsSlowlyHearsAnInterrupt() throws Exception {
        try (var child = ChildProcess.launch(() -> {
            for (int interrupts = 0; interrupts < 2; ) {
                try {
                    Thread.sleep(600_000);
                } catch (InterruptedException e) {
                    interrupts++; // the first one is not enough
                }
            }
        })) {
            child.terminate(Duration.ofHours(1));
            while (!child.join(Duration.ofMillis(20))) child.interrupt();
            assertThat(child.exitStatus()).contains(new ExitStatus.Exited(143));
        }
    }

    /** Variables that a shell would drop or change reach a command as they were given. */
    @Test
    void oddVariablesReachACommand() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (var command = CommandProcess.launch(
                o -> o.withEnvironment("a.b", "dotted one")
                        .withEnvironment("IFS", ":")
                        .withEnvironment("PWD", "/nowhere")
                        .withOutput(Output.lines((name, pid, error, line) -> lines.add(line))),
                "env")) {
            assertThat(command.join()).isEqualTo(new ExitStatus.Exited(0));
        }
        assertThat(lines).contains("a.b=dotted one", "IFS=:", "PWD=/nowhere");
    }

    /** At its limit of processor time a command gets the signal that says so. */
    @Test
    void aLimitOfProcessorTimeIsTold() throws Exception {
        try (var command = CommandProcess.launch(
                o -> o.withLimit(ResourceLimit.CPU_SECONDS, 1), "sh", "-c", "while :; do :; done")) {
            assertThat(command.join()).isEqualTo(new ExitStatus.Signaled(24, "SIGXCPU"));
        }
    }
}
