package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is a terminal, and how wide. */
final class TerminalTest {
    private static final int TIOCSWINSZ = 0x5414;
    private static final int ROWS_24_COLUMNS_132 = 132 << 16 | 24;

    /** A terminal is one, and has the width that was set. */
    @Test
    void knowsATerminalAndItsWidth() {
        int terminal = Descriptor.openFile(Path.of("/dev/ptmx"), Descriptor.O_RDWR, 0);
        try {
            Scratch.mine().clear();
            Scratch.mine().putInt(0, ROWS_24_COLUMNS_132);
            assertThat(Syscall.call(
                            SyscallNumber.IOCTL,
                            terminal,
                            TIOCSWINSZ,
                            Scratch.mine().structAddress()))
                    .isZero();
            assertThat(Terminal.isTerminal(terminal)).isTrue();
            assertThat(Terminal.columns(terminal)).isEqualTo(132);
        } finally {
            Descriptor.close(terminal);
        }
    }

    /** Other descriptors are none, nor are those that are not open. */
    @Test
    void knowsWhatIsNone() {
        int descriptor = Descriptor.eventFd();
        assertThat(Terminal.isTerminal(descriptor)).isFalse();
        assertThat(Terminal.columns(descriptor)).isZero();
        Descriptor.close(descriptor);
        assertThat(Terminal.isTerminal(descriptor)).isFalse();
    }
}
