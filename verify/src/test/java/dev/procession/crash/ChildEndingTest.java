package dev.procession.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.ProcessReport;
import dev.procession.process.ChildProcess;
import dev.procession.process.Output;
import dev.procession.testkit.Chaos;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a child ends and what its parent is told, by the first table of the guide. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ChildEndingTest {
    private static final GuideTable TABLE = new GuideTable("when-a-process-ends.md");

    @TempDir
    Path folder;

    /** Status, cause, shutdown hooks and the child's own children are as the row of the table says. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void endIsToldAsTheTableSays(Ending ending) throws Exception {
        int signal = ending.signal();
        compare(ending.words(), ending, child -> {
            if (signal != 0) Processes.signal(child.pid(), signal);
        });
    }

    /** A child that is asked to end runs its hooks and ends its own children in order, though its main never gives way. */
    @Test
    void terminateIsToldAsTheTableSays() throws Exception {
        compare("`terminate()` by the parent", Ending.TERMINATION, child -> child.terminate(Delays.LONG.dividedBy(4)));
    }

    /** A child that is killed runs nothing any more, and neither do its own children. */
    @Test
    void killIsToldAsTheTableSays() throws Exception {
        compare("`kill()` by the parent", Ending.KILL, ChildProcess::kill);
    }

    private void compare(String row, Ending ending, Consumer<ChildProcess> strike) throws Exception {
        List<String> cells = TABLE.row(row);
        String place = folder.toString();
        Path grandchild = folder.resolve("grandchild");
        try (ChildProcess child = ChildProcess.launch(
                o -> o.withOutput(Output.DISCARD).withChild(c -> c.withCrashDirectory(folder)),
                () -> live(ending, Path.of(place)))) {
            Eventually.holds("the child is up", () -> Files.exists(folder.resolve("up")) || !child.isAlive());
            strike.accept(child);
            if (cells.get(4).equals(Fate.WAITED_FOR.words())) {
                assertThat(child.join(Delays.SHORT))
                        .as("ended before its own child")
                        .isFalse();
                Fate.letGo(grandchild);
            }
            assertThat(child.join(Delays.LONG)).as("ended").isTrue();
            ProcessReport report = child.report().orElseThrow();
            assertThat(List.of(
                            status(report.status()),
                            cause(report),
                            Files.exists(folder.resolve("hook")) ? "run" : "do not run",
                            Fate.of(grandchild).words()))
                    .isEqualTo(cells.subList(1, 5));
        }
    }

    private static void live(Ending ending, Path folder) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> create(folder.resolve("hook"))));
        Fate.launchCommand(false, folder.resolve("grandchild"));
        create(folder.resolve("up"));
        ending.strike();
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String status(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> "`Exited` " + code;
            case ExitStatus.OutOfRange(int requested, int _) -> "`OutOfRange` " + requested;
            case ExitStatus.Signaled(int _, String name) -> "`Signaled` " + name;
            case ExitStatus.Unknown(String reason) -> reason;
        };
    }

    private static String cause(ProcessReport report) {
        if (report.cause().isEmpty()) return report.failure().isEmpty() ? "none" : "none; `failure()` has it";
        return switch (report.cause().get()) {
            case LossCause.Exited exited ->
                "`Exited` " + (exited.caller().isPresent() ? "with" : "without") + " caller";
            case LossCause.Signaled signaled -> "`Signaled` " + signaled.name();
            case LossCause.Terminated terminated ->
                "`Terminated` " + (terminated.inOrder() ? "in order" : "by SIGKILL");
            case LossCause other -> "`" + other.getClass().getSimpleName() + "`";
        };
    }

    /** Threads of the child that are no daemons keep it alive after main; those that are daemons end with it. */
    @Test
    void childLivesUntilItsLastThreadThatIsNoDaemon() throws Exception {
        Path done = folder.resolve("done");
        String place = done.toString();
        try (ChildProcess child = ChildProcess.launch(() -> {
            Thread.ofPlatform().daemon().start(Chaos::hang);
            Thread.ofPlatform().start(() -> {
                awaitReturnOfMain();
                create(Path.of(place));
            });
        })) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
            assertThat(done).exists();
        }
    }

    private static void awaitReturnOfMain() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("main"))) {
            Thread.onSpinWait();
        }
    }
}
