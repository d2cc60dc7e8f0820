package dev.procession.os;

/**
 * Open-file-description locks: exclusive, on ranges of bytes, owned by the opening of the file and not by the process.
 *
 * <p>Such a lock lasts until it is released or the last descriptor of <i>that</i> opening is closed, at the latest by
 * the kernel when the process ends, however it ends. Closing another descriptor of the same file leaves it alone, which
 * is where the locks of {@link java.nio.channels.FileLock} fail. Bytes need not exist to be locked.
 */
public final class FileLocks {
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int F_WRLCK = 1;
    private static final int F_UNLCK = 2;
    private static final int SHORT_MASK = 0xFFFF;

    // struct flock: s16 type, s16 whence (0: from the start), s64 start, s64 length, s32 pid (must be 0)
    private static final int TYPE_AND_WHENCE = 0;
    private static final int START = 8;
    private static final int LENGTH = 16;
    private static final int PID = 24;

    private FileLocks() {}

    /**
     * Locks a range unless another opening of the file has locked a part of it.
     *
     * @param descriptor open for writing
     * @param start the first byte
     * @param length how many bytes, 0 for all that follow
     * @return whether the range is now ours
     */
    public static boolean tryLock(int descriptor, long start, long length) {
        long result = control(descriptor, F_OFD_SETLK, F_WRLCK, start, length);
        if (result == -Errno.EAGAIN || result == -Errno.EACCES) {
            return false;
        }
        check(descriptor, result);
        return true;
    }

    /**
     * Releases a range; one that is not locked is left as it is.
     *
     * @param descriptor through which it was locked
     * @param start the first byte
     * @param length how many bytes, 0 for all that follow
     */
    public static void unlock(int descriptor, long start, long length) {
        check(descriptor, control(descriptor, F_OFD_SETLK, F_UNLCK, start, length));
    }

    /**
     * {@return whether a part of a range is locked through another opening of the file, in this or another process}
     *
     * @param descriptor open for reading or writing
     * @param start the first byte
     * @param length how many bytes, 0 for all that follow
     */
    public static boolean lockedByAnother(int descriptor, long start, long length) {
        check(descriptor, control(descriptor, F_OFD_GETLK, F_WRLCK, start, length));
        return (Scratch.mine().intAt(TYPE_AND_WHENCE) & SHORT_MASK) != F_UNLCK;
    }

    private static long control(int descriptor, int command, int type, long start, long length) {
        Scratch scratch = Scratch.mine();
        scratch.putInt(TYPE_AND_WHENCE, type);
        scratch.putLong(START, start);
        scratch.putLong(LENGTH, length);
        scratch.putLong(PID, 0);
        return Syscall.call(SyscallNumber.FCNTL, descriptor, command, scratch.structAddress());
    }

    private static void check(int descriptor, long result) {
        if (result < 0) {
            throw OsException.about(descriptor, result, "fcntl");
        }
    }
}
