package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What it costs a child that it could be watched. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class WatchedBootTest {

    /** A child that nobody asked for its records loads nothing for logs, and nothing for the flight recorder. */
    @Test
    void bootLoadsNothingForLogsAndFlightRecorder() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess child = ChildProcess.launch(
                o -> o.withJvmFlags("-Xlog:class+load")
                        .withOutput(Output.lines((name, pid, error, line) -> lines.add(line))),
                () -> {})) {
            child.join();
        }
        assertThat(lines.stream().filter(line -> line.contains(".process.ProcessRole ")))
                .as("the log of loaded classes")
                .hasSize(1);
        assertThat(lines.stream()
                        .filter(line -> line.contains(" java.util.logging.")
                                || line.contains(" jdk.jfr.")
                                || line.contains(".internal.watch.")
                                || line.contains("LogForwarder")))
                .isEmpty();
    }

    /** In a JDK without the flight recorder, and without logging, children start and end as ever. */
    @Test
    void childrenNeedNeitherRecorderNorLogging() throws Exception {
        int code = ChildProcess.call(o -> o.withJvmFlags("--limit-modules=java.base,java.management"), () -> {
                    ExitStatus ended =
                            CommandProcess.launch("sh", "-c", "exit 5").join();
                    return ended instanceof ExitStatus.Exited(int value) ? value : -1;
                })
                .get();
        assertThat(code).isEqualTo(5);
    }

    /** A parent without a recording loads no class of the recorder but the one that it asks. */
    @Test
    void withoutARecordingOnlyTheGateIsLoaded() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess parent = ChildProcess.launch(
                o -> o.withJvmFlags("-Xlog:class+load")
                        .withOutput(Output.lines((name, pid, error, line) -> lines.add(line))),
                () -> CommandProcess.launch("true").join())) {
            parent.join();
        }
        assertThat(lines.stream().filter(line -> line.contains("internal.watch.FlightGate ")))
                .hasSize(1);
        assertThat(lines.stream()
                        .filter(line -> line.contains(" jdk.jfr."))
                        .map(line -> line.replaceAll(".* (jdk[.]jfr[.][^ ]*).*", "$1")))
                .containsExactly("jdk.jfr.FlightRecorder");
    }
}
