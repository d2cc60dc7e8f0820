package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import dev.procession.ExitStatus.Exited;
import dev.procession.ExitStatus.Signaled;
import dev.procession.LossCause;
import dev.procession.crash.SharedFolders;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.SupervisedProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Sighting;
import dev.procession.testkit.Watchdog;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What must be better than in Python, about trees of processes and their ends; each test names its row. Row 22, about exit codes,
 * and what only masses show, is elsewhere: {@link MustDoBetterMassTest}.
 */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class MustDoBetterProcessTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    /** Row 17: after kill -9 of the parent neither a child nor a grandchild nor a command runs a second later. */
    @Test
    void row17NobodyOutlivesAKilledParent(Peers peers) throws Exception {
        Peer parent = peers.start(ProcessPeer.class, ProcessPeer.Program.TREE);
        parent.awaitLine("family");
        Eventually.holds("four below", () -> parent.descendants().size() == 4);
        List<Sighting> tree = parent.descendants();
        parent.kill();
        assertGone(SECOND, tree);
        parent.awaitEnd();
        assertThat(CommandProcess.launch("true").join())
                .as("a start, which sweeps")
                .isEqualTo(new Exited(0));
        SharedFolders.forget(parent.pid());
        assertThat(SharedFolders.domainsOf(parent.pid())).isEmpty();
    }

    /** Row 17: after kill -9 of a child what it had started is gone, and the parent hears of the signal. */
    @Test
    void row17NobodyOutlivesAKilledChild() throws Exception {
        try (ChildProcess child = family()) {
            List<Sighting> below = Processes.descendants(child.pid());
            assertThat(below).hasSize(2);
            Processes.killChild(child.pid());
            assertThat(child.join(Delays.LONG)).isTrue();
            assertThat(child.report().orElseThrow().cause()).contains(new LossCause.Signaled(9, "SIGKILL"));
            assertGone(SECOND, below);
        }
    }

    /** A child that has a child of its own and a command, both running. */
    private static ChildProcess family() throws InterruptedException {
        var printed = new Printed();
        ChildProcess child = ChildProcess.launch(o -> o.withOutput(printed.output()), ProcessPeer::family);
        printed.await("family");
        return child;
    }

    private static void assertGone(Duration within, List<Sighting> processes) throws InterruptedException {
        assertThat(Eventually.heldWithin(within, () -> processes.stream().noneMatch(Processes::isRunning)))
                .as("%s gone within %s", processes, within)
                .isTrue();
    }

    /** Row 18: terminate ends grandchildren too, within two seconds. */
    @Test
    void row18TerminateTakesGrandchildren() throws Exception {
        try (ChildProcess child = family()) {
            List<Sighting> below = Processes.descendants(child.pid());
            assertThat(below).hasSize(2);
            child.terminate();
            assertGone(TWO_SECONDS, below);
            assertThat(child.join()).isEqualTo(new Exited(143));
        }
    }

    /** Row 18: terminate ends also what left the group of a command, as daemons do. */
    @Test
    void row18TerminateTakesWhatLeftItsGroup() throws Exception {
        var printed = new Printed();
        try (CommandProcess shell = CommandProcess.launch(
                o -> o.withOutput(printed.output()), "sh", "-c", "setsid sleep 1000 & echo below $!; wait")) {
            printed.await("below");
            Eventually.holds(
                    "setsid became sleep",
                    () -> Processes.descendants(shell.pid()).stream()
                            .anyMatch(p -> Processes.commandLine(p.pid()).equals("sleep 1000")));
            List<Sighting> below = Processes.descendants(shell.pid());
            shell.terminate();
            assertGone(TWO_SECONDS, below);
        }
    }

    /** Row 19: one that ends when asked runs its finally blocks and hooks, and the report says that it ended in order. */
    @Test
    void row19GracefulStopRunsFinallyAndHooks() throws Exception {
        var printed = new Printed();
        try (ChildProcess child = ChildProcess.launch(o -> o.withOutput(printed.output()), () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
            try {
                System.out.println("begun");
                Thread.sleep(100_000);
            } finally {
                System.out.println("finally");
            }
        })) {
            printed.await("begun");
            child.terminate(Delays.LONG);
            assertThat(child.join()).isEqualTo(new Exited(143));
            assertThat(printed.lines()).containsExactly("begun", "finally", "hook");
            assertThat(child.report().orElseThrow().cause()).contains(new LossCause.Terminated(true));
        }
    }

    /** Row 19: one that does not end when asked is killed after its time of grace, and the report says so. */
    @Test
    void row19StubbornOneIsKilled() throws Exception {
        var printed = new Printed();
        try (ChildProcess child = ChildProcess.launch(o -> o.withOutput(printed.output()), () -> {
            Runtime.getRuntime().addShutdownHook(new Thread(MustDoBetterProcessTest::sleepOn));
            System.out.println("begun");
            sleepOn();
        })) {
            printed.await("begun");
            child.terminate(Delays.SHORT.multipliedBy(4));
            assertThat(child.join(Delays.LONG)).isTrue();
            assertThat(child.exitStatus()).contains(new Signaled(9, "SIGKILL"));
            assertThat(child.report().orElseThrow().cause()).contains(new LossCause.Terminated(false));
        }
    }

    private static void sleepOn() {
        while (true) {
            try {
                Thread.sleep(100_000);
            } catch (InterruptedException e) {
                System.out.println("no");
            }
        }
    }

    /** Row 21: a daemon may have children; when the program ends it ends with all of them. */
    @Test
    void row21DaemonsMayHaveChildren(Peers peers) throws Exception {
        Peer parent = peers.start(ProcessPeer.class, ProcessPeer.Program.DAEMON_TREE);
        long command = Long.parseLong(parent.awaitLine("family"));
        assertThat(parent.awaitEnd()).isZero();
        assertThat(Processes.isRunning(command)).isFalse();
        assertThat(SharedFolders.domainsOf(parent.pid())).isEmpty();
    }

    /** Row 23: terminate of what was not started is refused in words; every call in every state is in ProcessStateTest. */
    @Test
    void row23TerminateBeforeStartIsRefusedInWords() {
        try (ChildProcess child = ChildProcess.of(o -> o.withName("early"), () -> {})) {
            assertThatThrownBy(child::terminate)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("terminate() of process 'early' (new): it has not been started; call start() first");
        }
        assertThat(ProcessStateTest.cells()).as("cells of the table").hasSize(2 * 4 * ProcessCalls.TABLE.size());
    }

    /** Row 24: ten threads that join at once get the same status. */
    @Test
    void row24TenThreadsJoin() throws Exception {
        for (SupervisedProcess process :
                List.of(ChildProcess.launch(() -> System.exit(7)), CommandProcess.launch("sh", "-c", "exit 7"))) {
            try (process) {
                assertThat(together(10, process::join)).containsOnly(new Exited(7));
            }
        }
    }

    private static <T> List<T> together(int threads, Callable<T> action) throws Exception {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<T> results = new ArrayList<>();
            for (Future<T> each : executor.invokeAll(Collections.nCopies(threads, action))) {
                results.add(each.get());
            }
            return results;
        }
    }

    /** Row 27: the main class of a program is never run in its children; LaunchFormsTest has the forms of launching it. */
    @Test
    void row27MainIsNotRunAgain(Peers peers) throws Exception {
        Peer parent = peers.start(ProcessPeer.class, ProcessPeer.Program.DAEMON_TREE);
        assertThat(parent.awaitEnd()).isZero();
        assertThat(parent.output())
                .filteredOn(line -> line.startsWith("main"))
                .containsExactly("main runs", "main ends");
    }

    /** Row 28: a lambda takes along what it captures. */
    @Test
    void row28LambdaTakesItsStateAlong() throws Exception {
        var words = Map.of("a", List.of(1, 2));
        long number = 1L << 40;
        assertThat(ChildProcess.call(() -> words + " " + number).get()).isEqualTo("{a=[1, 2]} " + number);
    }

    /** What cannot travel. */
    record Cargo(String label, Thread thread) implements Serializable {}

    /** Row 28: what cannot be sent fails in the caller, naming the field; nothing is started. */
    @Test
    void row28UnserialisableCaptureFailsInTheCaller() {
        var cargo = new Cargo("crate", Thread.currentThread());
        try (ChildProcess child = ChildProcess.of(o -> o, () -> System.out.println(cargo.label()))) {
            assertThatThrownBy(child::start)
                    .isInstanceOf(EncodingException.class)
                    .hasMessageContaining("Cargo")
                    .hasMessageContaining("field thread (java.lang.Thread)");
            assertThat(SupervisedProcess.active()).doesNotContain(child);
            assertThatThrownBy(child::pid).as("nothing was started").isInstanceOf(IllegalStateException.class);
        }
    }

    /** Row 29: eight children that print at once tear no line, prefixed in the parent's own stream. */
    @Test
    void row29LinesAreNotTorn(Peers peers) throws Exception {
        Peer parent = peers.start(ProcessPeer.class, ProcessPeer.Program.PREFIXED);
        assertThat(parent.awaitEnd()).isZero();
        List<String> lines = parent.output().stream()
                .filter(line -> !line.startsWith("main "))
                .toList();
        assertThat(lines).hasSize(ProcessPeer.WRITERS * ProcessPeer.LINES);
        for (int i = 0; i < ProcessPeer.WRITERS; i++) {
            String name = "[writer-" + i + " ";
            List<String> own = lines.stream().filter(l -> l.startsWith(name)).toList();
            assertThat(own).hasSize(ProcessPeer.LINES);
            for (int line = 0; line < own.size(); line++) {
                assertThat(own.get(line))
                        .matches("\\[writer-[0-9] [0-9]+\\] .*")
                        .endsWith("] " + ProcessPeer.text(line));
            }
        }
    }
}
