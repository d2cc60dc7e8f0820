package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** What is learned of a process's end. */
final class PidfdTest {
    /** An exit status arrives as it was given. */
    @Test
    void tellsAnExitStatus() {
        try (Child child = Child.shell("exit 3")) {
            assertThat(child.reap()).isEqualTo(new RawExit(false, 3, false)).hasToString("exit 3");
        }
    }

    /** A signal is a signal, not the status 128 and something. */
    @Test
    void tellsASignal() {
        try (Child child = Child.shell("exec sleep 60")) {
            assertThat(Pidfd.sendSignal(child.pidfd(), Signals.SIGKILL)).isTrue();
            assertThat(child.reap()).isEqualTo(new RawExit(true, 9, false)).hasToString("SIGKILL");
        }
    }

    /** The same status by exit is told apart. */
    @Test
    void tellsExit137FromSigkill() {
        try (Child child = Child.shell("exit 137")) {
            assertThat(child.reap()).isEqualTo(new RawExit(false, 137, false));
        }
    }

    /** Looking does not wait, and finds nothing while the process runs. */
    @Test
    void findsNothingWhileItRuns() {
        try (Child child = Child.shell("exec sleep 60")) {
            assertThat(Pidfd.waitFor(child.pidfd(), false, false)).isNull();
            assertThat(Pidfd.infoExit(child.pidfd())).isNull();
        }
    }

    /** A zombie that is kept can be asked again, and reaped once. */
    @Test
    void keepsTheZombieOnRequest() {
        try (Child child = Child.shell("exit 4")) {
            assertThat(Pidfd.waitFor(child.pidfd(), true, true)).isEqualTo(new RawExit(false, 4, false));
            assertThat(Pidfd.waitFor(child.pidfd(), true, false)).isEqualTo(new RawExit(false, 4, false));
            assertThat(Pidfd.sendSignal(child.pidfd(), 0))
                    .as("a zombie is still there")
                    .isTrue();
            assertThat(child.reap()).isEqualTo(new RawExit(false, 4, false));
            assertThatExceptionOfType(OsException.class)
                    .isThrownBy(() -> Pidfd.waitFor(child.pidfd(), false, false))
                    .returns(Errno.ECHILD, OsException::errno);
        }
    }

    /** After reaping the kernel still knows, for exits and for signals. */
    @Test
    void knowsTheEndAfterReaping() {
        try (Child exiting = Child.shell("exit 3");
                Child killed = Child.shell("kill -TERM $$")) {
            exiting.reap();
            killed.reap();
            RawExit exit = Pidfd.infoExit(exiting.pidfd());
            assumeTrue(exit != null, "PIDFD_GET_INFO tells exits since Linux 6.15");
            assertThat(exit).isEqualTo(new RawExit(false, 3, false));
            assertThat(Pidfd.infoExit(killed.pidfd())).isEqualTo(new RawExit(true, Signals.SIGTERM, false));
        }
    }

    /** Somebody else may have reaped: the JDK's own process, too. */
    @Test
    void knowsTheEndOfAProcessTheJdkReaped() throws Exception {
        Process process = new ProcessBuilder("/bin/sh", "-c", "read line; kill -KILL $$").start();
        int pidfd = Pidfd.open((int) process.pid());
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor()).isEqualTo(137);
            RawExit exit = Pidfd.infoExit(pidfd);
            assumeTrue(exit != null, "PIDFD_GET_INFO tells exits since Linux 6.15");
            assertThat(exit).isEqualTo(new RawExit(true, 9, false));
        } finally {
            Descriptor.close(pidfd);
        }
    }

    /** Nobody gets a signal through the descriptor of a process that is gone. */
    @Test
    void sendsNothingAfterReaping() {
        try (Child child = Child.shell("exit 0")) {
            child.reap();
            assertThat(Pidfd.sendSignal(child.pidfd(), Signals.SIGKILL)).isFalse();
        }
    }

    /** A pid that nobody has is refused. */
    @Test
    void refusesAPidThatNobodyHas() {
        assertThatExceptionOfType(OsException.class)
                .isThrownBy(() -> Pidfd.open(Integer.MAX_VALUE))
                .returns(Errno.ESRCH, OsException::errno)
                .returns("pid " + Integer.MAX_VALUE, OsException::subject);
    }

    /** The status word of waitpid: exits, signals, core dumps. */
    @Test
    void readsStatusWords() {
        assertThat(RawExit.ofStatusWord(0x0300)).isEqualTo(new RawExit(false, 3, false));
        assertThat(RawExit.ofStatusWord(0x0009)).isEqualTo(new RawExit(true, 9, false));
        assertThat(RawExit.ofStatusWord(0x0086)).isEqualTo(new RawExit(true, 6, true));
        assertThat(new RawExit(true, 6, true)).hasToString("SIGABRT with core dump");
    }
}
