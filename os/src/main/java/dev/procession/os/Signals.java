package dev.procession.os;

/** Signals: their names, and sending them by number. */
public final class Signals {
    /** The terminal is gone. */
    public static final int SIGHUP = 1;
    /** Ctrl-C. */
    public static final int SIGINT = 2;
    /** Ctrl-backslash; a JVM prints its threads. */
    public static final int SIGQUIT = 3;
    /** Abort; how a JVM ends after a fatal error. */
    public static final int SIGABRT = 6;
    /** Bad memory access that has an address, but no storage. */
    public static final int SIGBUS = 7;
    /** The end, which nobody can refuse. */
    public static final int SIGKILL = 9;
    /** For the program's own use. */
    public static final int SIGUSR1 = 10;
    /** Bad memory access. */
    public static final int SIGSEGV = 11;
    /** For the program's own use. */
    public static final int SIGUSR2 = 12;
    /** Writing where nobody reads. */
    public static final int SIGPIPE = 13;
    /** Please end. */
    public static final int SIGTERM = 15;
    /** A child ended. */
    public static final int SIGCHLD = 17;
    /** Go on. */
    public static final int SIGCONT = 18;
    /** Stop, which nobody can refuse. */
    public static final int SIGSTOP = 19;

    private static final int FIRST_REAL_TIME = 34; // 32 and 33 belong to the C library
    private static final int LAST_REAL_TIME = 64;
    private static final String REAL_TIME = "SIGRTMIN";

    private Signals() {}

    /**
     * Sends a signal to one process, by pid; prefer {@link Pidfd#sendSignal}, which cannot meet another process.
     *
     * @param pid greater than zero
     * @param signal its number, or 0 to send none
     * @return false if there is no such process
     */
    public static boolean kill(int pid, int signal) {
        if (pid <= 0) { // these mean whole groups, or everybody
            throw new IllegalArgumentException("Not the pid of a process: " + pid);
        }
        return send(pid, signal, "pid " + pid);
    }

    /**
     * Sends a signal to all processes of a group.
     *
     * @param group greater than one: 1 would mean everybody, 0 ourselves
     * @param signal its number, or 0 to send none
     * @return false if the group is empty
     */
    public static boolean killGroup(int group, int signal) {
        if (group <= 1) {
            throw new IllegalArgumentException("Not a process group to which signals may be sent: " + group);
        }
        return send(-group, signal, "group " + group);
    }

    private static boolean send(int target, int signal, String subject) {
        long result = Syscall.call(SyscallNumber.KILL, target, signal, 0);
        if (result == -Errno.ESRCH) {
            return false;
        }
        if (result < 0) {
            throw new OsException((int) -result, "kill", name(signal) + " to " + subject);
        }
        return true;
    }

    /**
     * The name of a signal, for example {@code SIGKILL}; {@code signal 99} for a number that has none.
     *
     * @param signal its number
     * @return the name
     */
    public static String name(int signal) {
        String known = known(signal);
        if (!known.isEmpty()) {
            return known;
        }
        if (signal >= FIRST_REAL_TIME && signal <= LAST_REAL_TIME) {
            return signal == FIRST_REAL_TIME ? REAL_TIME : REAL_TIME + "+" + (signal - FIRST_REAL_TIME);
        }
        return "signal " + signal;
    }

    /**
     * The number of a signal.
     *
     * @param name as {@link #name} gives it, with or without SIG
     * @return the number
     * @throws IllegalArgumentException if no signal has this name
     */
    public static int number(String name) {
        String full = name.startsWith("SIG") ? name : "SIG" + name;
        for (int signal = 1; signal <= LAST_REAL_TIME; signal++) {
            if (name(signal).equals(full)) {
                return signal;
            }
        }
        throw new IllegalArgumentException("No signal has the name '" + name + "'. Names are like SIGTERM or TERM.");
    }

    private static String known(int signal) {
        return switch (signal) {
            case SIGHUP -> "SIGHUP";
            case SIGINT -> "SIGINT";
            case SIGQUIT -> "SIGQUIT";
            case 4 -> "SIGILL";
            case 5 -> "SIGTRAP";
            case SIGABRT -> "SIGABRT";
            case SIGBUS -> "SIGBUS";
            case 8 -> "SIGFPE";
            case SIGKILL -> "SIGKILL";
            case SIGUSR1 -> "SIGUSR1";
            case SIGSEGV -> "SIGSEGV";
            case SIGUSR2 -> "SIGUSR2";
            case SIGPIPE -> "SIGPIPE";
            case 14 -> "SIGALRM";
            case SIGTERM -> "SIGTERM";
            case 16 -> "SIGSTKFLT";
            case SIGCHLD -> "SIGCHLD";
            case SIGCONT -> "SIGCONT";
            case SIGSTOP -> "SIGSTOP";
            case 20 -> "SIGTSTP";
            case 21 -> "SIGTTIN";
            case 22 -> "SIGTTOU";
            case 23 -> "SIGURG";
            case 24 -> "SIGXCPU";
            case 25 -> "SIGXFSZ";
            case 26 -> "SIGVTALRM";
            case 27 -> "SIGPROF";
            case 28 -> "SIGWINCH";
            case 29 -> "SIGIO";
            case 30 -> "SIGPWR";
            case 31 -> "SIGSYS";
            default -> "";
        };
    }
}
