package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.ProcessLostException;
import dev.procession.ProcessReport;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessInfo;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of one child process. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ChildProcessTest {

    @Test
    void aTaskRunsInAProcessOfItsOwn() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess child = ChildProcess.launch(
                o -> o.withOutput(Output.lines((name, pid, error, line) -> lines.add(line))),
                () -> System.out.println(ProcessInfo.current().pid() + " "
                        + ProcessInfo.parent().orElseThrow().pid()))) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(lines)
                    .containsExactly(child.pid() + " " + ProcessHandle.current().pid());
            assertThat(child.report().orElseThrow().isSuccess()).isTrue();
        }
    }

    @Test
    void aCallGivesItsResult() throws Exception {
        int factor = 7;
        assertThat(ChildProcess.call(() -> 6 * factor).get()).isEqualTo(42);
    }

    @Test
    void aCallWhoseProcessExitsIsLost() {
        assertThatThrownBy(() -> ChildProcess.call(o -> o.withOutput(Output.DISCARD), () -> {
                            System.exit(3);
                            return 1;
                        })
                        .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProcessLostException.class,
                        e -> assertThat(e.report().status()).isEqualTo(new ExitStatus.Exited(3)));
    }

    @Test
    void whatRunThrowsIsInTheReportAndOnStandardError() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess child = ChildProcess.launch(
                o -> o.withOutput(Output.lines((name, pid, error, line) -> lines.add(line))), () -> {
                    throw new IllegalStateException("no way");
                })) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(1));
            ProcessReport report = child.report().orElseThrow();
            assertThat(report.failure().orElseThrow())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no way");
            assertThat(report.cause()).isEmpty();
            assertThat(lines.peek()).isEqualTo("Exception in thread \"main\" java.lang.IllegalStateException: no way");
        }
    }

    @Test
    void terminateRunsFinallyBlocks() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess child = ChildProcess.launch(
                o -> o.withOutput(Output.lines((name, pid, error, line) -> lines.add(line))), () -> {
                    System.out.println("begun");
                    try {
                        Thread.sleep(100_000);
                    } finally {
                        System.out.println("finally");
                    }
                })) {
            child.terminate(Duration.ofSeconds(10));
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(143));
            assertThat(lines).endsWith("finally");
            assertThat(child.report().orElseThrow().cause()).contains(new LossCause.Terminated(true));
        }
    }

    @Test
    void killEndsAProcessAtOnce() throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> Thread.sleep(100_000))) {
            child.kill();
            assertThat(child.join(Delays.LONG)).isTrue();
            assertThat(child.exitStatus()).contains(new ExitStatus.Signaled(9, "SIGKILL"));
        }
    }

    @Test
    void aCommandTellsItsOutputAndStatus() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (CommandProcess command = CommandProcess.launch(
                o -> o.withOutput(
                        Output.lines((name, pid, error, line) -> lines.add((error ? "err " : "out ") + line))),
                "sh",
                "-c",
                "echo one; echo two >&2; exit 7")) {
            assertThat(command.join()).isEqualTo(new ExitStatus.Exited(7));
            assertThat(lines).containsExactlyInAnyOrderElementsOf(List.of("out one", "err two"));
        }
    }
}
