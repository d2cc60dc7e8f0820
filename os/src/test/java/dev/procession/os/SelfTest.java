package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a process learns about itself. */
final class SelfTest {
    /** Our number and our parent's are those that Java knows. */
    @Test
    void numbersAgreeWithJava() {
        ProcessHandle me = ProcessHandle.current();
        assertThat((long) Self.pid()).isEqualTo(me.pid());
        assertThat((long) Self.parentPid())
                .isEqualTo(me.parent().map(ProcessHandle::pid).orElse(0L));
    }

    /** Allowed CPUs are those of the thread's mask. */
    @Test
    void allowedCpusAgreeWithTheMask() throws Exception {
        String label = "Cpus_allowed:";
        String mask = Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .orElseThrow();
        int bits = 0;
        for (char c : mask.substring(label.length()).toCharArray()) {
            bits += Integer.bitCount(Math.max(Character.digit(c, 16), 0));
        }
        assertThat(Self.allowedCpus()).isEqualTo(bits);
    }

    /** The limit of another process's core dumps is what was set. */
    @Test
    void setsTheCoreLimitOfAChild() throws Exception {
        try (Child child = Child.shell("exec sleep 60")) {
            Self.setCoreLimit(child.pid(), 0);
            assertThat(Files.readAllLines(Path.of("/proc/" + child.pid() + "/limits")))
                    .anyMatch(line -> line.matches("Max core file size +0 +0 +bytes *"));
        }
    }

    /** A process that is not there has no limit. */
    @Test
    void refusesTheCoreLimitOfNobody() {
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Self.setCoreLimit(Integer.MAX_VALUE, 0))
                .returns(Errno.ESRCH, OsException::errno);
    }

    /** A parent-death signal can be asked for and taken back. */
    @Test
    void parentDeathSignalIsAccepted() {
        Self.setParentDeathSignal(Signals.SIGUSR2);
        Self.setParentDeathSignal(0);
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Self.setParentDeathSignal(-1))
                .returns(Errno.EINVAL, OsException::errno);
    }
}
