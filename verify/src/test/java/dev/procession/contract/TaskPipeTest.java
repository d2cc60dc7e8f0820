package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.process.ChildProcess;
import dev.procession.process.Output;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Processes;
import dev.procession.testkit.Watchdog;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What connects a child with its parent: what it costs, and what it withstands. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class TaskPipeTest {
    private static final int CONTINUE = 18;
    private static final int MANY = 20_000; // orders, more than a pipe holds

    /** A child that only computes links no native call. */
    @Test
    void childThatOnlyComputesLinksNothing() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (ChildProcess child = ChildProcess.launch(
                o -> o.withJvmFlags("-Xlog:class+load")
                        .withOutput(Output.lines((name, pid, error, line) -> lines.add(line))),
                () -> {})) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
        }
        assertThat(lines).anyMatch(line -> line.contains(".process.ProcessMain "));
        assertThat(lines)
                .noneMatch(line -> line.contains(" jdk.internal.foreign.abi.DowncallLinker ")
                        || line.contains(" dev.procession.os.")
                        || line.contains(".internal.memory.Domain "));
    }

    /** A child that scribbles into its own pipe is ended, and its report says why. */
    @Test
    void garbageInThePipeEndsTheChild() throws Exception {
        try (ChildProcess child = ChildProcess.launch(TaskPipeTest::scribble)) {
            child.join();
            assertThat(child.report().orElseThrow().cause())
                    .hasValueSatisfying(cause -> assertThat(cause).isInstanceOf(LossCause.ChannelCorrupt.class));
        }
    }

    private static void scribble() throws Exception {
        byte[] garbage = new byte[100];
        Arrays.fill(garbage, (byte) 0x7f);
        try (var pipe = new FileOutputStream("/proc/self/fd/6")) {
            pipe.write(garbage);
        }
        Thread.sleep(Delays.LONG);
    }

    /** The end of a child is told although somebody else holds its pipe open. */
    @Test
    void endIsToldThoughThePipeIsHeldOpen() throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> Thread.sleep(Delays.LONG));
                var holder = new FileOutputStream("/proc/" + child.pid() + "/fd/6")) {
            child.kill();
            assertThat(child.join(Delays.LONG)).isTrue();
            holder.flush();
        }
    }

    /** However often a child that stands still is interrupted: who asks never waits, and the child can be ended. */
    @Test
    void whoAsksNeverWaits() throws Exception {
        try (ChildProcess child = ChildProcess.launch(() -> Thread.sleep(Delays.LONG))) {
            Processes.stop(child.pid());
            for (int i = 0; i < MANY; i++) child.interrupt();
            child.terminate(Duration.ofMillis(100));
            assertThat(child.join(Delays.LONG)).isTrue();
        }
    }

    /** Interrupts that came while a child stood still are all one to it. */
    @Test
    void interruptsReachAChildThatGoesOn() throws Exception {
        try (ChildProcess child = ChildProcess.launch(TaskPipeTest::sleepUntilInterrupted)) {
            Processes.stop(child.pid());
            for (int i = 0; i < MANY; i++) child.interrupt();
            Processes.signal(child.pid(), CONTINUE);
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(7));
        }
    }

    private static void sleepUntilInterrupted() {
        try {
            Thread.sleep(Delays.LONG);
        } catch (InterruptedException e) {
            System.exit(7);
        }
    }

    /** What a task carries takes no memory outside of the child's heap once the child has read it. */
    @Test
    void memoryOfTheTaskIsGivenBack() throws Exception {
        byte[] much = new byte[8 << 20];
        new Random(1).nextBytes(much);
        try (ChildProcess child = ChildProcess.launch(() -> Thread.sleep(much.length * 1_000L))) {
            assertThat(Files.size(Path.of("/proc/" + child.pid() + "/fd/4"))).isZero();
            child.kill();
            child.join();
        }
    }

    /** Nor in the child's heap: what is left of it there is what the task itself holds. */
    @Test
    void taskIsOnceInTheHeapOfTheChild() throws Exception {
        byte[] much = new byte[40 << 20];
        new Random(1).nextBytes(much);
        long usedBytes = ChildProcess.call(() -> usedBeside(much)).get();
        assertThat(usedBytes).isBetween((long) much.length, much.length + (30L << 20));
    }

    private static long usedBeside(byte[] held) {
        try {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    /** A result that fills the pipe many times comes whole. */
    @Test
    void resultLargerThanThePipeComesWhole() throws Exception {
        byte[] result = ChildProcess.call(() -> {
                    byte[] bytes = new byte[30 << 20];
                    new Random(42).nextBytes(bytes);
                    return bytes;
                })
                .get();
        byte[] expected = new byte[30 << 20];
        new Random(42).nextBytes(expected);
        assertThat(Arrays.equals(result, expected)).isTrue();
    }

    /** Programs that a child starts get none of its pipes. */
    @Test
    void programsOfTheChildInheritNoPipe(@TempDir Path folder) throws Exception {
        Path list = folder.resolve("list");
        String file = list.toString();
        try (ChildProcess child = ChildProcess.launch(() -> listDescriptors(file))) {
            assertThat(child.join()).isEqualTo(new ExitStatus.Exited(0));
        }
        assertThat(Files.readString(list)).doesNotContain("pipe").doesNotContain("memfd");
    }

    private static void listDescriptors(String file) throws IOException, InterruptedException {
        String script = "for f in /proc/$$/fd/*; do [ ${f##*/} -gt 2 ] && readlink $f; done > " + file + "; true";
        new ProcessBuilder("sh", "-c", script)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
