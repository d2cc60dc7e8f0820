package dev.procession.os;

/**
 * How a process ended, as the kernel says it.
 *
 * @param signaled whether a signal ended it
 * @param value the number of that signal, or else the exit status, 0 to 255
 * @param coreDumped whether the signal left a core dump
 */
public record RawExit(boolean signaled, int value, boolean coreDumped) {
    private static final int SIGNAL_MASK = 0x7F;
    private static final int CORE_FLAG = 0x80;
    private static final int STATUS_MASK = 0xFF;

    /** Reads a status word as {@code waitpid} gives it. */
    static RawExit ofStatusWord(int word) {
        int signal = word & SIGNAL_MASK;
        return signal != 0
                ? new RawExit(true, signal, (word & CORE_FLAG) != 0)
                : new RawExit(false, (word >> 8) & STATUS_MASK, false);
    }

    @Override
    public String toString() {
        return signaled ? Signals.name(value) + (coreDumped ? " with core dump" : "") : "exit " + value;
    }
}
