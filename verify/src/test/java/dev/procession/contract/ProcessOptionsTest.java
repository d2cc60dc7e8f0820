package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus.Signaled;
import dev.procession.LossCause;
import dev.procession.contract.OptionProbe.Kind;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Input;
import dev.procession.process.Output;
import dev.procession.process.ProcessInfo;
import dev.procession.process.ProcessOptions;
import dev.procession.process.ResourceLimit;
import dev.procession.process.SupervisedProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option does what it says, to child JVMs and to commands, as the process itself sees it. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ProcessOptionsTest {
    private static final int LIMIT = 222;

    /** A child has the name and is the daemon that it was made to be. */
    @Test
    void nameAndDaemonAreTheChildsToo() throws Exception {
        assertThat(ChildProcess.call(
                                o -> o.withName("a name").withDaemon(true),
                                () -> ProcessInfo.current().name()
                                        + ProcessInfo.current().daemon())
                        .get())
                .isEqualTo("a nametrue");
    }

    /** A command has its name in what its parent says of it, and in the prefix of its lines. */
    @Test
    void nameOfACommandIsItsPrograms() {
        try (CommandProcess plain = CommandProcess.of(o -> o, List.of("/bin/true"));
                CommandProcess named = CommandProcess.of(o -> o.withName("n"), List.of("true"))) {
            assertThat(plain.name()).matches("true-[0-9]+");
            assertThat(named).hasToString("process 'n' (new)");
        }
    }

    /** A flag of the JVM is in its command line. */
    @Test
    void jvmFlagIsGiven() throws Exception {
        assertThat(ChildProcess.call(
                                o -> o.withJvmFlags("-XX:TieredStopAtLevel=1"),
                                () -> List.copyOf(
                                        ManagementFactory.getRuntimeMXBean().getInputArguments()))
                        .get())
                .contains("-XX:TieredStopAtLevel=1");
    }

    /** The cap of the heap holds in the child. */
    @Test
    void heapIsCapped() throws Exception {
        assertThat(ChildProcess.call(
                                o -> o.withMaxHeap("48m"),
                                () -> Runtime.getRuntime().maxMemory())
                        .get())
                .isBetween(40L << 20, 48L << 20);
    }

    /** A system property is set in the child, whatever characters it has. */
    @Test
    void systemPropertyIsSet() throws Exception {
        String value = "a \"b\" $c 'd' \\ =";
        assertThat(ChildProcess.call(
                                o -> o.withSystemProperty("contract.x", value), () -> System.getProperty("contract.x"))
                        .get())
                .isEqualTo(value);
    }

    /** What is put behind the class path is found in the child, and not here. */
    @Test
    void extraClassPathIsSearched(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("only-there.txt"), "");
        assertThat(ClassLoader.getSystemResource("only-there.txt")).isNull();
        assertThat(ChildProcess.call(
                                o -> o.withExtraClassPath(folder),
                                () -> ClassLoader.getSystemResource("only-there.txt") != null)
                        .get())
                .isTrue();
    }

    /** A variable of the environment is added, and replaces what was inherited. */
    @ParameterizedTest
    @EnumSource
    void environmentIsChanged(Kind kind) throws Exception {
        assertThat(kind.ask(OptionProbe.ENVIRONMENT, o -> o.withEnvironment("CONTRACT_OPTION", "x ü y")))
                .containsExactly("x ü y");
    }

    /** The process is in the directory. */
    @ParameterizedTest
    @EnumSource
    void directoryIsEntered(Kind kind, @TempDir Path folder) throws Exception {
        assertThat(kind.ask(OptionProbe.DIRECTORY, o -> o.withDirectory(folder)))
                .containsExactly(folder.toRealPath().toString());
    }

    /** The process may run on the CPU that was chosen, and on no other. */
    @ParameterizedTest
    @EnumSource
    void cpusAreChosen(Kind kind) throws Exception {
        String last = OptionProbe.allowedCpus().replaceAll(".*[,-]", "");
        assertThat(kind.ask(OptionProbe.CPUS, o -> o.withCpus(Integer.parseInt(last))))
                .containsExactly(last);
    }

    /** The process has the priority, in the thread that runs the task too. */
    @ParameterizedTest
    @EnumSource
    void priorityIsSet(Kind kind) throws Exception {
        int nice = Math.max(5, OptionProbe.niceOf("self") + 1);
        assertThat(kind.ask(OptionProbe.NICE, o -> o.withPriority(nice))).containsExactly(Integer.toString(nice));
    }

    /** The limit of descriptors is lowered, the soft and the hard one. */
    @ParameterizedTest
    @EnumSource
    void limitsAreLowered(Kind kind) throws Exception {
        assertThat(kind.ask(OptionProbe.DESCRIPTORS, o -> o.withLimit(ResourceLimit.DESCRIPTORS, LIMIT)))
                .containsExactly("" + LIMIT, "" + LIMIT);
    }

    /** What lives longer than its time limit is ended, and the report says for what. */
    @ParameterizedTest
    @EnumSource
    void timeLimitEndsTheProcess(Kind kind) throws Exception {
        Duration limit = Delays.SHORT.multipliedBy(3);
        try (SupervisedProcess process =
                kind.asked(OptionProbe.SLEEP, o -> o.withTimeLimit(limit).withOutput(Output.DISCARD))) {
            process.start();
            assertThat(process.join(Delays.LONG)).isTrue();
            assertThat(process.report().orElseThrow().cause()).contains(new LossCause.TimedOut(limit));
            assertThat(process.report().orElseThrow().lived()).isGreaterThanOrEqualTo(limit);
        }
    }

    /** What takes more memory than its limit is killed, and the report says how much it had. */
    @ParameterizedTest
    @EnumSource
    void memoryLimitEndsTheProcess(Kind kind) throws Exception {
        long limitBytes = 150L << 20;
        try (SupervisedProcess process =
                kind.asked(OptionProbe.FILL, o -> o.withMemoryLimit(limitBytes).withOutput(Output.DISCARD))) {
            process.start();
            assertThat(process.join(Delays.LONG)).isTrue();
            assertThat(process.exitStatus()).contains(new Signaled(9, "SIGKILL"));
            assertThat(process.report().orElseThrow().cause().orElseThrow())
                    .isInstanceOfSatisfying(LossCause.OverMemory.class, over -> {
                        assertThat(over.limitBytes()).isEqualTo(limitBytes);
                        assertThat(over.rssBytes()).isGreaterThan(limitBytes);
                    });
        }
    }

    /** Nothing is there to be read unless it is given; a text and a file are read to their ends. */
    @ParameterizedTest
    @EnumSource
    void inputIsWhatIsGiven(Kind kind, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("in"), "of\na file\n");
        assertThat(String.join("", kind.ask(OptionProbe.INPUT, o -> o))).isEmpty();
        assertThat(kind.ask(OptionProbe.INPUT, o -> o.withInput(Input.text("a\ntext ü\n"))))
                .containsExactly("a", "text ü");
        assertThat(kind.ask(OptionProbe.INPUT, o -> o.withInput(Input.file(file))))
                .containsExactly("of", "a file");
    }

    /** Lines go nowhere, to a file, or to this process's streams, as they are or prefixed; the report has the last ones anyway. */
    @ParameterizedTest
    @EnumSource
    void outputGoesWhereItIsSent(Kind kind, @TempDir Path folder) throws Exception {
        assertThat(printedHere(kind, Output.DISCARD)).isEmpty();
        assertThat(printedHere(kind, Output.INHERIT)).containsExactly("err", "out");
        assertThat(printedHere(kind, Output.PREFIXED))
                .hasSize(2)
                .allMatch(line -> line.matches("\\[printer [0-9]+] (out|err)"));
        Path file = Files.writeString(folder.resolve("log"), "before\n");
        assertThat(printedHere(kind, Output.file(file))).isEmpty();
        assertThat(Files.readAllLines(file)).hasSize(3).startsWith("before").contains("out", "err");
    }

    /** What comes out of this process's own streams while a process prints to both of its own. */
    private static List<String> printedHere(Kind kind, Output output) throws InterruptedException {
        var bytes = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
                SupervisedProcess printer = kind.asked(
                        OptionProbe.BOTH_STREAMS, o -> o.withName("printer").withOutput(output))) {
            System.setOut(stream);
            System.setErr(stream);
            printer.start();
            printer.join();
            assertThat(printer.report().orElseThrow().lastOutput()).containsExactly("out", "err");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().sorted().toList();
    }

    static Stream<UnaryOperator<ProcessOptions>> forJvmsOnly() {
        return Stream.of(
                o -> o.withJavaHome(Path.of("/")),
                o -> o.withJvmFlags("-ea"),
                o -> o.withMaxHeap("64m"),
                o -> o.withSystemProperty("a", "b"),
                o -> o.withClassPath(List.of()),
                o -> o.withExtraClassPath(Path.of("x.jar")));
    }

    /** What only a JVM understands is refused for a command, in words. */
    @ParameterizedTest
    @MethodSource("forJvmsOnly")
    void jvmOptionsOfACommandAreRefused(UnaryOperator<ProcessOptions> change) {
        assertThatThrownBy(() -> CommandProcess.of(change, List.of("true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JVM")
                .hasMessageContaining("a command is no JVM of ours");
    }
}
