package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.ExitStatus.Exited;
import dev.procession.StartException;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.ProcessInfo;
import dev.procession.process.SupervisedProcess;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Python's processes do, in our words: who a process is, and what it gets from its parent. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ProcessHeritageTest {
    /** The first process of a program is called main, is no daemon, knows its pid and has no parent. */
    @Test
    @DisplayName("P1, P5: the first process")
    void firstProcessKnowsItself() {
        assertThat(ProcessInfo.current())
                .isEqualTo(new ProcessInfo("main", ProcessHandle.current().pid(), false));
        assertThat(ProcessInfo.parent()).isEmpty();
    }

    /** A process is neither alive nor listed before its start and after its end; between, it is both, and has its arguments. */
    @Test
    @DisplayName("P2: the life of a process, and what it sees")
    void processLivesFromStartToJoin() throws Exception {
        var printed = new Printed();
        int one = 1;
        Map<String, Object> words = Map.of("hello", 23, "bye", 2.54);
        try (ChildProcess child = ChildProcess.of(o -> o.withName("seen").withOutput(printed.output()), () -> {
            var self = ProcessInfo.current();
            System.out.println(
                    one + " " + words.get("hello") + " " + words.get("bye") + " " + self.name() + " " + self.pid());
        })) {
            assertThat(child.isAlive()).isFalse();
            assertThat(SupervisedProcess.active()).doesNotContain(child);
            assertThat(child.exitStatus()).isEmpty();
            child.start();
            assertThat(child.join()).isEqualTo(new Exited(0));
            assertThat(child.isAlive()).isFalse();
            assertThat(SupervisedProcess.active()).doesNotContain(child);
            assertThat(printed.lines()).containsExactly("1 23 2.54 seen " + child.pid());
        }
    }

    /** Four values of a tuple. */
    record Four(
            int number,
            String text,
            List<Integer> list,
            @Nullable Four next) implements Serializable {}

    /** Arguments arrive equal, in whatever they are kept: lists, arrays, records, maps, one within another. */
    @Test
    @DisplayName("P3: arguments of every shape")
    void argumentsArriveEqual() throws Exception {
        var tuple = new Four(1, "str", List.of(1), new Four(1, "", List.of(), null));
        Object[] array = {1, "str", List.of(1), new int[] {1}};
        List<Object> shapes = List.of(
                List.of(1, "str", List.of(1), List.of(1)),
                new ArrayList<>(List.of(1, "str")),
                Arrays.asList(1, null),
                tuple,
                Map.of("a", tuple),
                Set.of(tuple),
                Thread.State.NEW,
                Duration.ofSeconds(1));
        var future = ChildProcess.call(() -> {
            if (!(array[2] instanceof List<?> list) || !list.equals(List.of(1))) throw new AssertionError(array[2]);
            return new Object[] {shapes, array};
        });
        Object[] back = future.get();
        assertThat(back[0]).isEqualTo(shapes).isNotSameAs(shapes);
        assertThat(Arrays.deepEquals((Object[]) back[1], array)).isTrue();
    }

    /** Whether a process is a daemon is inherited from who makes it, unless it is said; also further down. */
    @Test
    @DisplayName("P4: daemons")
    void daemonIsInheritedUnlessSaid() throws Exception {
        assertThat(ChildProcess.of(o -> o, () -> {}).isDaemon()).isFalse();
        assertThat(ChildProcess.of(o -> o.withDaemon(true), () -> {}).isDaemon())
                .isTrue();
        var inDaemon = ChildProcess.call(
                o -> o.withDaemon(true),
                () -> List.of(
                        ProcessInfo.current().daemon(),
                        ChildProcess.of(o -> o, () -> {}).isDaemon(),
                        CommandProcess.of(o -> o, List.of("true")).isDaemon(),
                        ChildProcess.of(o -> o.withDaemon(false), () -> {}).isDaemon()));
        assertThat(inDaemon.get()).containsExactly(true, true, true, false);
    }

    /** A child knows who started it, by pid, name and daemon flag; so does a grandchild. */
    @Test
    @DisplayName("P5: parents; names along the tree")
    void childKnowsItsParentAndItsPlaceInTheTree() throws Exception {
        var printed = new Printed();
        try (ChildProcess child = ChildProcess.launch(o -> o.withOutput(printed.output()), () -> {
            introduce("child");
            for (int i = 0; i < 2; i++) {
                try (ChildProcess grandchild = ChildProcess.launch(() -> introduce("grandchild"))) {
                    grandchild.join();
                }
            }
        })) {
            child.join();
            assertThat(child.name()).matches("ChildProcess-[0-9]+");
            long own = ProcessHandle.current().pid();
            assertThat(printed.lines()).hasSize(3);
            assertThat(printed.lines().get(0))
                    .isEqualTo("child " + child.name() + " under main " + own + " of " + child.pid());
            assertThat(printed.lines().get(1))
                    .startsWith("grandchild " + child.name() + ":1 under " + child.name() + " " + child.pid());
            assertThat(printed.lines().get(2))
                    .startsWith("grandchild " + child.name() + ":2 under " + child.name() + " " + child.pid());
        }
    }

    private static void introduce(String what) {
        ProcessInfo self = ProcessInfo.current();
        ProcessInfo parent = ProcessInfo.parent().orElseThrow();
        System.out.println(
                what + " " + self.name() + " under " + parent.name() + " " + parent.pid() + " of " + self.pid());
    }

    /** The flags that may be inherited reach grandchildren unchanged. */
    @Test
    @DisplayName("P25: flags")
    void flagsReachGrandchildren() throws Exception {
        String[] flags = {
            "-ea",
            "-XX:+UseParallelGC",
            "-Xss2m",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Dcontract.flag=a b",
            "-Duser.language=tr"
        };
        List<String> below = ChildProcess.call(
                        o -> o.withJvmFlags(flags),
                        () -> ChildProcess.call(ProcessHeritageTest::flags).get())
                .get();
        assertThat(below).containsAll(List.of(flags));
    }

    private static List<String> flags() {
        return List.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** A JDK is given by any path to it; one that is none is an error of the start, which says so. */
    @Test
    @DisplayName("P29: the JDK to run")
    void jdkIsGivenByAnyPath(@TempDir Path folder) throws Exception {
        Path home = Path.of(System.getProperty("java.home"));
        Path link = Files.createSymbolicLink(folder.resolve("a jdk"), home);
        Path relative = Path.of("").toAbsolutePath().relativize(home);
        for (Path path : List.of(link, relative)) {
            assertThat(ChildProcess.call(o -> o.withJavaHome(path), () -> 29).get())
                    .isEqualTo(29);
        }
        Files.delete(link);
        assertThatThrownBy(() -> ChildProcess.launch(o -> o.withJavaHome(folder), () -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(folder.toString());
    }
}
