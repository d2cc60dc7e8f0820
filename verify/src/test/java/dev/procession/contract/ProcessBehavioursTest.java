package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.ExitStatus.Exited;
import dev.procession.ExitStatus.Signaled;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.Sentinel;
import dev.procession.process.SupervisedProcess;
import dev.procession.process.Waiter;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Python's processes do, in our words: the life of a process and of the object that stands for it. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ProcessBehavioursTest {
    /** One way to end a process that sleeps, and how it ends. */
    record Ending(String name, SupervisedProcess sleeper, Consumer<SupervisedProcess> act, ExitStatus status) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Ending> endings() {
        return Stream.of(
                new Ending("terminated child", sleeper(), SupervisedProcess::terminate, new Exited(143)),
                new Ending("killed child", sleeper(), SupervisedProcess::kill, new Signaled(9, "SIGKILL")),
                new Ending("terminated command", sleep(), SupervisedProcess::terminate, new Signaled(15, "SIGTERM")),
                new Ending("killed command", sleep(), SupervisedProcess::kill, new Signaled(9, "SIGKILL")),
                new Ending("interrupted command", sleep(), SupervisedProcess::interrupt, new Signaled(2, "SIGINT")),
                new Ending("interrupted child", sleeper(), SupervisedProcess::interrupt, new Exited(1)));
    }

    private static SupervisedProcess sleeper() {
        return ChildProcess.of(o -> o.withOutput(Output.DISCARD), () -> Thread.sleep(100_000));
    }

    private static SupervisedProcess sleep() {
        return CommandProcess.of(o -> o, List.of("sleep", "100"));
    }

    /** A join with no time only looks; a process that is ended is not listed any more, and may be joined again. */
    @ParameterizedTest(name = "P7: a {0}")
    @MethodSource("endings")
    void sleeperIsEnded(Ending ending) throws Exception {
        try (SupervisedProcess process = ending.sleeper()) {
            process.start();
            assertThat(process.join(Duration.ZERO)).isFalse();
            assertThat(process.join(Duration.ofSeconds(-1))).isFalse();
            assertThat(process.isAlive()).isTrue();
            assertThat(SupervisedProcess.active()).as("P9").contains(process);
            ending.act().accept(process);
            assertThat(process.join(Delays.LONG)).isTrue();
            assertThat(process.exitStatus()).contains(ending.status());
            assertThat(SupervisedProcess.active()).as("P9").doesNotContain(process);
            assertThat(process.join()).isEqualTo(ending.status());
        }
    }

    /** Trees of processes are joined in turn: what each prints comes in exactly that order. */
    @Test
    @DisplayName("P10: recursion")
    void treePrintsInOrder() throws Exception {
        var printed = new Printed();
        try (ChildProcess root = ChildProcess.launch(o -> o.withOutput(printed.output()), () -> branch(List.of()))) {
            assertThat(root.join()).isEqualTo(new Exited(0));
        }
        assertThat(printed.lines()).containsExactly("[]", "[0]", "[0, 0]", "[0, 1]", "[1]", "[1, 0]", "[1, 1]");
    }

    private static void branch(List<Integer> path) throws InterruptedException {
        System.out.println(path);
        if (path.size() == 2) return;
        for (int i = 0; i < 2; i++) {
            int number = i;
            List<Integer> next = Stream.concat(path.stream(), Stream.of(number)).toList();
            try (ChildProcess child = ChildProcess.launch(() -> branch(next))) {
                child.join();
            }
        }
    }

    /** A sentinel is not to be had before the start, is not ready while the process runs, and ready for ever from its end on. */
    @Test
    @DisplayName("P11: sentinels")
    void sentinelIsReadyFromTheEndOn() throws Exception {
        try (SupervisedProcess process = sleep()) {
            assertThatThrownBy(process::sentinel).isInstanceOf(IllegalStateException.class);
            process.start();
            Sentinel sentinel = process.sentinel();
            assertThat(sentinel.isReady()).isFalse();
            assertThat(Waiter.await(List.of(sentinel), Delays.SHORT)).isEmpty();
            process.kill();
            assertThat(Waiter.await(List.of(sentinel), Delays.LONG)).containsExactly(sentinel);
            assertThat(Waiter.await(List.of(sentinel))).containsExactly(sentinel);
            assertThat(sentinel.isReady()).isTrue();
            assertThat(sentinel.process()).isSameAs(process);
        }
    }

    /** A closed process may be closed again, is refused all else, and is referred to by nothing of the library. */
    @Test
    @DisplayName("P12: close")
    void closedProcessIsCollectable() throws Exception {
        var child = new WeakReference<>(ChildProcess.launch(o -> o.withTimeLimit(Duration.ofHours(1)), () -> {}));
        var command = new WeakReference<>(CommandProcess.launch("true"));
        for (var each : List.of(child, command)) {
            SupervisedProcess process = each.get();
            assertThat(process).isNotNull();
            process.join();
            process.close();
            process.close();
            assertThatThrownBy(process::join).isInstanceOf(IllegalStateException.class);
        }
        awaitCollected("both processes", child);
        awaitCollected("both processes", command);
    }

    /** After the start nothing keeps what the task has captured: the child has a copy of its own. */
    @Test
    @DisplayName("P14: the task is let go")
    void startedProcessKeepsNoTask() throws Exception {
        var cargo = new byte[][] {new byte[1 << 20]};
        var captured = new WeakReference<>(cargo[0]);
        try (ChildProcess child = carrying(cargo)) {
            child.start();
            assertThat(child.isAlive()).isTrue();
            awaitCollected("what was captured", captured);
            child.kill();
        }
    }

    private static ChildProcess carrying(byte[][] cargo) {
        byte[] bytes = cargo[0];
        cargo[0] = new byte[0];
        return ChildProcess.of(o -> o, () -> Thread.sleep(100_000L + bytes.length));
    }

    private static void awaitCollected(String what, WeakReference<?> reference) throws InterruptedException {
        Eventually.holds(what + " collected", () -> {
            System.gc();
            return reference.get() == null;
        });
    }
}
