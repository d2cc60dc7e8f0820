package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The clock of all deadlines. */
final class ClockTest {
    /** What callers get is the kernel's clock: readings of both stay in order. */
    @Test
    void isTheKernelsClock() {
        long last = Clock.kernelNanos();
        for (int i = 0; i < 1_000; i++) {
            long mine = Clock.monotonicNanos();
            long kernels = Clock.kernelNanos();
            assertThat(mine).isBetween(last, kernels);
            last = kernels;
        }
    }

    /** It is the host's and not the JVM's: it goes as /proc/uptime, which counts sleep in addition. */
    @Test
    void isTheHostsClock() throws Exception {
        String uptime = Files.readString(Path.of("/proc/uptime"));
        long seconds = Long.parseLong(uptime.substring(0, uptime.indexOf('.')));
        assertThat(TimeUnit.NANOSECONDS.toSeconds(Clock.monotonicNanos())).isBetween(1L, seconds + 2);
    }
}
