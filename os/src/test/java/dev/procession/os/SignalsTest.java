package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of signals, and sending them. */
final class SignalsTest {
    /** Every signal's name leads back to its number, with SIG and without. */
    @Test
    void namesLeadBackToNumbers() {
        for (int signal = 1; signal <= 64; signal++) {
            if (signal != 32 && signal != 33) { // the C library's own, without names
                assertThat(Signals.number(Signals.name(signal))).isEqualTo(signal);
                assertThat(Signals.number(Signals.name(signal).substring("SIG".length())))
                        .isEqualTo(signal);
            }
        }
    }

    /** The shell, which asks the C library, has the same names. */
    @Test
    void namesAgreeWithTheSystem() {
        try (Child child = Child.shell("for s in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do kill -l $s; done")) {
            assertThat(child.output().lines().map(Signals::number))
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        }
    }

    /** Names are exact, numbers without a name are shown as they are. */
    @Test
    void unknownNamesAreRefused() {
        assertThat(Signals.name(9)).isEqualTo("SIGKILL");
        assertThat(Signals.name(36)).isEqualTo("SIGRTMIN+2");
        assertThat(Signals.name(99)).isEqualTo("signal 99");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Signals.number("SIGNAL"))
                .withMessageContaining("'SIGNAL'");
    }

    /** A signal reaches its process, and tells when there is none. */
    @Test
    void killReachesAProcess() {
        try (Child child = Child.shell("exec sleep 60")) {
            assertThat(Signals.kill(child.pid(), Signals.SIGTERM)).isTrue();
            assertThat(child.reap()).isEqualTo(new RawExit(true, Signals.SIGTERM, false));
            assertThat(Signals.kill(child.pid(), 0)).isFalse();
        }
    }

    /** A signal to a group reaches its leader and the others, and tells when the group is empty. */
    @Test
    void killGroupReachesAllMembers() throws Exception {
        List<String> command = List.of("/bin/sh", "-c", "sleep 60 & echo $!; wait");
        try (Child leader = Child.run(Map.of(), null, true, command)) {
            int member = Integer.parseInt(leader.line());
            int pidfd = Pidfd.open(member);
            try {
                assertThat(Signals.killGroup(leader.pid(), Signals.SIGKILL)).isTrue();
                assertThat(leader.reap()).isEqualTo(new RawExit(true, Signals.SIGKILL, false));
                Poll poll = new Poll(1);
                poll.add(pidfd, Poll.READABLE);
                assertThat(poll.await(Futex.NO_DEADLINE))
                        .as("the other has ended, too")
                        .isEqualTo(1);
                Await.until("somebody reaps the orphan", () -> isEmptyOrZombie(member));
            } finally {
                Descriptor.close(pidfd);
            }
        }
    }

    private static boolean isEmptyOrZombie(int pid) {
        ProcessStat stat = ProcFs.stat(pid);
        return stat == null || stat.hasEnded();
    }

    /** Numbers by which kill would mean everybody, or ourselves, are refused. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesNumbersThatMeanMany(int pid) {
        assertThatIllegalArgumentException().isThrownBy(() -> Signals.kill(pid, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Signals.killGroup(pid, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Signals.killGroup(1, 0));
    }
}
