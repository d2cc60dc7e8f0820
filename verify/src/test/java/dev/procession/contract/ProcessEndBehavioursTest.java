package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus.Exited;
import dev.procession.LossCause;
import dev.procession.process.ChildProcess;
import dev.procession.process.Input;
import dev.procession.process.ProcessOptions;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Python's processes do, in our words: how they end, and what they print. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class ProcessEndBehavioursTest {
    private static final int SIGQUIT = 3;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;

    /** A child ends with its last thread that is no daemon, whatever its daemon threads are at. */
    @Test
    @DisplayName("P16: threads")
    void childWaitsForItsThreads() throws Exception {
        var printed = new Printed();
        try (ChildProcess child = ChildProcess.launch(o -> o.withOutput(printed.output()), () -> {
            Thread.ofPlatform().daemon().start(() -> pauseThenSay(Duration.ofSeconds(100), "daemon"));
            Thread.ofPlatform().daemon(false).start(() -> pauseThenSay(Duration.ofMillis(200), "thread"));
            System.out.println("run is over");
        })) {
            assertThat(child.join()).isEqualTo(new Exited(0));
            assertThat(printed.lines()).containsExactly("run is over", "thread");
        }
    }

    private static void pauseThenSay(Duration pause, String what) {
        try {
            Thread.sleep(pause);
            System.out.println(what);
        } catch (InterruptedException e) {
            System.out.println(what + " interrupted");
        }
    }

    /** How a child loses its streams. */
    enum Loss {
        CLOSED {
            @Override
            void happen() {
                System.out.close();
                System.err.close();
            }
        },
        NULL {
            @Override
            void happen() {
                System.setOut(null);
                System.setErr(null);
            }
        };

        abstract void happen();
    }

    /** A child without streams ends with code 0 all the same. */
    @ParameterizedTest(name = "P17: {0} in the child")
    @EnumSource
    void childWithoutStreamsEndsWell(Loss loss) throws Exception {
        try (ChildProcess child = ChildProcess.launch(loss::happen)) {
            assertThat(child.join()).isEqualTo(new Exited(0));
        }
    }

    /** A parent that has closed its streams, has none in their place, or one that takes nothing, starts children and joins them. */
    @ParameterizedTest(name = "P17: {0} in the parent")
    @ValueSource(strings = {"closed", "null", "full"})
    void parentWithoutStreamsHasChildren(String how, Peers peers) throws Exception {
        PeerSpec spec = PeerSpec.of(ProcessPeer.class, ProcessPeer.Program.NO_STREAMS, how);
        Peer parent = peers.start(
                how.equals("full") ? spec.withWrapper("sh", "-c", "exec \"$0\" \"$@\" >/dev/full 2>/dev/full") : spec);
        assertThat(parent.awaitEnd()).as("children that ended well").isEqualTo(2);
    }

    /** A subclass runs its own run() in the child, with the fields that it was made with. */
    @Test
    @DisplayName("P19: subclasses")
    void subclassRunsInTheChild() throws Exception {
        var printed = new Printed();
        try (var upper = new Upper(Locale.ROOT, o("hello\nworld\n").withOutput(printed.output()))) {
            upper.start();
            assertThat(upper.join()).isEqualTo(new Exited(0));
            assertThat(upper.name()).matches("Upper-[0-9]+");
            assertThat(printed.lines()).containsExactly("HELLO", "WORLD");
        }
    }

    private static ProcessOptions o(String input) {
        return ProcessOptions.DEFAULTS.withInput(Input.text(input));
    }

    private static final class Upper extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Locale locale;

        Upper(Locale locale, ProcessOptions options) {
            super(options);
            this.locale = locale;
        }

        @Override
        protected void run() throws IOException {
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(line.toUpperCase(locale));
            }
        }
    }

    /** What nobody catches is on the child's standard error, with type, message, place and cause, before the child ends with 1. */
    @Test
    @DisplayName("P20: uncaught exceptions")
    void uncaughtExceptionIsPrintedInTheChild() throws Exception {
        var printed = new Printed();
        try (ChildProcess child =
                ChildProcess.launch(o -> o.withOutput(printed.output()), ProcessEndBehavioursTest::fail)) {
            assertThat(child.join()).isEqualTo(new Exited(1));
            assertThat(printed.errors())
                    .startsWith("Exception in thread \"main\" java.io.IOException: outer")
                    .anyMatch(line -> line.matches(
                            "\tat .*ProcessEndBehavioursTest\\.fail\\(ProcessEndBehavioursTest\\.java:[0-9]+\\)"))
                    .contains("Caused by: java.lang.IllegalStateException: inner");
        }
    }

    private static void fail() throws IOException {
        throw new IOException("outer", new IllegalStateException("inner"));
    }

    /** The code of System.exit is that of the process; who called it is in the report. */
    @ParameterizedTest(name = "P21: exit({0})")
    @ValueSource(ints = {0, 1, 8, 255})
    void exitCodeArrives(int code) throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> leave(code))) {
            assertThat(child.join()).isEqualTo(new Exited(code));
            assertThat(child.report().orElseThrow().cause().orElseThrow())
                    .isInstanceOfSatisfying(
                            LossCause.Exited.class,
                            e -> assertThat(e.caller().orElseThrow())
                                    .contains("dev.procession.contract.ProcessEndBehavioursTest.leave("));
        }
    }

    private static void leave(int code) {
        System.exit(code);
    }

    /** Signals that reach the parent while it joins, handled ones and stops, disturb neither it nor the child. */
    @Test
    @DisplayName("P22: signals during join")
    void joinOutlastsSignals(Peers peers) throws Exception {
        Peer parent = peers.start(ProcessPeer.class, ProcessPeer.Program.JOIN);
        parent.awaitLine("joining");
        for (int i = 0; i < 5; i++) {
            parent.signal(SIGQUIT);
            parent.awaitLine("Full thread dump");
        }
        parent.signal(SIGSTOP);
        parent.signal(SIGCONT);
        parent.tell("go on");
        assertThat(parent.awaitLine("ended:")).isEqualTo("exit code 0");
        assertThat(parent.awaitEnd()).isZero();
    }

    /** Shutdown hooks that the task adds are run as the child ends. */
    @ParameterizedTest(name = "P28: exit hooks, System.exit {0}")
    @ValueSource(booleans = {false, true})
    void exitHooksRun(boolean exits, @TempDir Path folder) throws Exception {
        String file = folder.resolve("hook").toString();
        try (ChildProcess child = ChildProcess.launch(() -> {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file)));
            if (exits) System.exit(0);
        })) {
            assertThat(child.join()).isEqualTo(new Exited(0));
        }
        assertThat(Path.of(file)).content().isEqualTo("deadbeef");
    }

    private static void write(String file) {
        try {
            Files.writeString(Path.of(file), "deadbeef");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
