package dev.procession.os;

/** Terminals: is there one, and how wide. */
public final class Terminal {
    private static final int TCGETS = 0x5401;
    private static final int TIOCGWINSZ = 0x5413;

    // struct winsize: u16 rows, u16 columns, ...: one int holds both
    private static final int COLUMNS_SHIFT = 16;

    private Terminal() {}

    /**
     * {@return whether a descriptor leads to a terminal; false for one that is not open}
     *
     * @param descriptor to look at
     */
    public static boolean isTerminal(int descriptor) {
        return control(descriptor, TCGETS) >= 0;
    }

    /**
     * {@return how many columns the terminal of a descriptor has; 0 if that is unknown or there is no terminal}
     *
     * @param descriptor to look at
     */
    public static int columns(int descriptor) {
        return control(descriptor, TIOCGWINSZ) < 0 ? 0 : Scratch.mine().intAt(0) >>> COLUMNS_SHIFT;
    }

    private static long control(int descriptor, int command) {
        return Syscall.call(
                SyscallNumber.IOCTL, descriptor, command, Scratch.mine().structAddress());
    }
}
