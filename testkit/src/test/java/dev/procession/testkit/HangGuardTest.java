package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the watchdog does with work that hangs. */
final class HangGuardTest {
    private final List<String> printed = new CopyOnWriteArrayList<>();

    /** Work in time is left alone. */
    @Test
    void leavesQuickWorkAlone() throws Exception {
        var guard = new HangGuard("quick", Delays.LONG, Thread.currentThread(), printed::add);
        guard.start();
        guard.end();
        assertThat(printed).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Work that hangs is interrupted and fails, its stack is printed, and the processes below are gone. */
    @Test
    void endsWorkThatHangs() throws Exception {
        Process child = Programs.start("sleep", "600");
        try {
            var guard = new HangGuard("slow", Duration.ofMillis(1), Thread.currentThread(), printed::add);
            guard.start();
            assertThatThrownBy(this::hangInHere).isInstanceOf(InterruptedException.class);
            assertThatThrownBy(guard::end)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("slow took longer than 1 ms");
            assertThat(child.waitFor())
                    .as("the exit code of a process killed by signal 9")
                    .isEqualTo(128 + 9);
            assertThat(String.join("\n", printed)).contains("hangInHere").contains("pid " + child.pid());
        } finally {
            child.destroyForcibly();
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private void hangInHere() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Work that swallows the interrupt fails all the same. */
    @Test
    void failsWorkThatSwallowsTheInterrupt() throws Exception {
        var guard = new HangGuard("deaf", Duration.ofMillis(1), Thread.currentThread(), printed::add);
        guard.start();
        boolean interrupted = false;
        while (!interrupted) interrupted = Thread.interrupted();
        assertThatThrownBy(guard::end).isInstanceOf(AssertionError.class);
    }
}
