package dev.procession.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Peer;
import dev.procession.testkit.PeerParameters;
import dev.procession.testkit.PeerSpec;
import dev.procession.testkit.Peers;
import dev.procession.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row 56: timeouts do not follow the wall clock. The clock of this machine is left alone: a C library that is loaded before the
 * peer's own gives it another answer. So this shows that no code here reckons with the wall clock. That the kernel does not
 * either, it does not show: its waits are told a deadline of the monotonic clock, which on the wall clock was decades ago.
 */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class ClockStepTest {
    private static final String LIBRARY = """
            #define _GNU_SOURCE
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static volatile long shift;

            void shift_clock(long seconds) { shift = seconds; }

            int clock_gettime(clockid_t id, struct timespec *now) {
                int result = syscall(SYS_clock_gettime, id, now);
                if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += shift;
                return result;
            }

            int gettimeofday(struct timeval *now, void *zone) {
                struct timespec exact;
                int result = clock_gettime(CLOCK_REALTIME, &exact);
                now->tv_sec = exact.tv_sec;
                now->tv_usec = exact.tv_nsec / 1000;
                return result;
            }

            time_t time(time_t *where) {
                struct timespec exact;
                clock_gettime(CLOCK_REALTIME, &exact);
                if (where) *where = exact.tv_sec;
                return exact.tv_sec;
            }
            """;

    @TempDir
    Path folder;

    /** A wait of a second takes a second, though the clock is set forward or back by an hour in the middle of it. */
    @ParameterizedTest(name = "by {0} s")
    @ValueSource(longs = {3_600, -3_600})
    void row56StepOfTheClockChangesNoTimeout(long seconds, Peers peers) throws Exception {
        Path library = library();
        Peer peer = peers.start(
                PeerSpec.of(ClockStepPeer.class, library, seconds).withWrapper("env", "LD_PRELOAD=" + library));
        for (String wait : ClockStepPeer.WAITS) {
            assertThat(Long.parseLong(peer.awaitLine(wait + ":")))
                    .as("milliseconds of a second in %s", wait)
                    .isBetween(1_000L, 10_000L);
        }
        assertThat(peer.awaitEnd()).isZero();
    }

    private Path library() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("step.c"), LIBRARY);
        Path library = folder.resolve("step.so");
        var command = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
        assertThat(start(command).waitFor()).as("what gcc ended with").isZero();
        return library;
    }

    private static Process start(ProcessBuilder command) {
        try {
            return command.inheritIO().start();
        } catch (IOException e) {
            return Assumptions.abort("gcc is needed here: " + e.getMessage());
        }
    }
}
