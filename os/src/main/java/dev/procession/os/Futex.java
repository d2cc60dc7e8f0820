package dev.procession.os;

import java.lang.foreign.MemorySegment;

/**
 * Sleeping on a 32-bit word, and waking whoever sleeps on it, in this process or another.
 *
 * <p>A word in memory that several processes map is <i>shared</i>; one in memory of this process alone is
 * <i>private</i> and cheaper. Waker and sleeper must agree: the kernel looks in different places, and a private wake on
 * a shared word is simply lost.
 *
 * <p>Every wake-up may be spurious; callers look at the word again. A sleeping thread ignores {@link Thread#interrupt}.
 * While it sleeps, the arena of its word cannot be closed.
 */
public final class Futex {
    /** Somebody woke the sleeper, or it woke for no reason. */
    public static final int WOKEN = 0;
    /** The word did not have the expected value, nobody slept. */
    public static final int CHANGED = 1;
    /** The deadline passed. */
    public static final int TIMED_OUT = 2;
    /** A signal was handled on the sleeping thread. */
    public static final int SIGNALLED = 3;
    /** A deadline that never comes. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    /** A JVM that has it goes without the call for several words, as on an older kernel: for tests of that way. */
    private static final String OLD_KERNEL_PROPERTY = "dev.procession.os.noWaitAny";

    private static final int WAKE = 1;
    private static final int WAIT_BITSET = 9; // the plain wait takes a duration, only this one a deadline
    private static final int PRIVATE = 128;
    private static final int CLOCK_MONOTONIC = 1;
    private static final long MATCH_ANY = 0xFFFF_FFFFL;

    private Futex() {}

    /**
     * As {@link #await(MemorySegment, long, int, long, boolean)}, on a shared word at the start of a segment.
     *
     * @param word native memory
     * @param expected the value with which to sleep
     * @param deadlineNanos on {@link Clock}, or {@link #NO_DEADLINE}
     * @return {@link #WOKEN}, {@link #CHANGED}, {@link #TIMED_OUT} or {@link #SIGNALLED}
     */
    public static int await(MemorySegment word, int expected, long deadlineNanos) {
        return await(word, 0, expected, deadlineNanos, true);
    }

    /**
     * Sleeps while a word has a value, until somebody wakes it or a deadline passes.
     *
     * @param segment native memory
     * @param offsetBytes where the word is in it, a multiple of four in memory
     * @param expected the value with which to sleep
     * @param deadlineNanos on {@link Clock}, or {@link #NO_DEADLINE}
     * @param shared whether other processes map the word
     * @return {@link #WOKEN}, {@link #CHANGED}, {@link #TIMED_OUT} or {@link #SIGNALLED}
     */
    public static int await(MemorySegment segment, long offsetBytes, int expected, long deadlineNanos, boolean shared) {
        long address = wordAddress(segment, offsetBytes);
        long time = deadlineNanos == NO_DEADLINE ? 0 : Scratch.mine().timeAddress(deadlineNanos);
        int operation = shared ? WAIT_BITSET : WAIT_BITSET | PRIVATE;
        long result = Syscall.call(SyscallNumber.FUTEX, address, operation, expected, time, 0, MATCH_ANY, segment);
        return outcome(result, "futex");
    }

    /**
     * As {@link #wake(MemorySegment, long, int, boolean)}, on a shared word at the start of a segment.
     *
     * @param word native memory
     * @param count how many to wake at most
     * @return how many were woken
     */
    public static int wake(MemorySegment word, int count) {
        return wake(word, 0, count, true);
    }

    /**
     * Wakes sleepers of a word.
     *
     * @param segment native memory
     * @param offsetBytes where the word is in it
     * @param count how many to wake at most
     * @param shared whether other processes map the word
     * @return how many were woken
     */
    public static int wake(MemorySegment segment, long offsetBytes, int count, boolean shared) {
        long address = wordAddress(segment, offsetBytes);
        int operation = shared ? WAKE : WAKE | PRIVATE;
        long result = Syscall.call(SyscallNumber.FUTEX, address, operation, count, 0, 0, 0, segment);
        if (result < 0) {
            throw refused(result, "futex");
        }
        return (int) result;
    }

    /**
     * {@return whether the kernel can wait on several words at once, and lets us: Linux 5.16, unless a filter forbids
     * it}
     */
    public static boolean hasWaitAny() {
        return WaitAny.AVAILABLE;
    }

    /**
     * Sleeps while each of several words has its value, until somebody wakes one of them or a deadline passes.
     *
     * @param waiters the words and the values with which to sleep
     * @param deadlineNanos on {@link Clock}, or {@link #NO_DEADLINE}
     * @return {@link #WOKEN}, {@link #CHANGED}, {@link #TIMED_OUT} or {@link #SIGNALLED}
     */
    public static int awaitAny(FutexWaiters waiters, long deadlineNanos) {
        long time = deadlineNanos == NO_DEADLINE ? 0 : Scratch.mine().timeAddress(deadlineNanos);
        return outcome(waiters.sleep(time, CLOCK_MONOTONIC), "futex_waitv");
    }

    static long wordAddress(MemorySegment segment, long offsetBytes) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("A futex word must be in native memory, not on the heap: " + segment);
        }
        if (offsetBytes < 0 || offsetBytes > segment.byteSize() - Integer.BYTES) {
            throw new IndexOutOfBoundsException(
                    "No room for a futex word at offset " + offsetBytes + " of " + segment.byteSize() + " bytes");
        }
        long address = segment.address() + offsetBytes;
        if ((address & (Integer.BYTES - 1)) != 0) {
            throw new IllegalArgumentException("A futex word must be aligned to four bytes, offset: " + offsetBytes);
        }
        return address;
    }

    private static int outcome(long result, String call) {
        if (result >= 0) {
            return WOKEN;
        }
        return switch ((int) -result) {
            case Errno.EAGAIN -> CHANGED;
            case Errno.ETIMEDOUT -> TIMED_OUT;
            case Errno.EINTR -> SIGNALLED;
            default -> throw refused(result, call);
        };
    }

    private static OsException refused(long result, String call) {
        return new OsException((int) -result, call, "a word in memory");
    }

    /** Asked once, and only by those who want to know. */
    private static final class WaitAny {
        // No words at all are an invalid argument to a kernel that has the call; one that has not says ENOSYS, a
        // filter EPERM.
        static final boolean AVAILABLE = !Boolean.getBoolean(OLD_KERNEL_PROPERTY)
                && Syscall.call(SyscallNumber.FUTEX_WAITV, 0, 0, 0, 0, CLOCK_MONOTONIC, 0) == -Errno.EINVAL;

        private WaitAny() {}
    }
}
