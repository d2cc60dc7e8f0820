package dev.procession.os;

/** Linux error numbers, the same on all supported architectures. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** No such process. */
    public static final int ESRCH = 3;
    /** Interrupted by a signal. */
    public static final int EINTR = 4;
    /** Input or output error. */
    public static final int EIO = 5;
    /** No such device or address. */
    public static final int ENXIO = 6;
    /** Bad descriptor. */
    public static final int EBADF = 9;
    /** No child process. */
    public static final int ECHILD = 10;
    /** Try again; also a futex word that has changed, and a read that would block. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Bad address. */
    public static final int EFAULT = 14;
    /** File exists. */
    public static final int EEXIST = 17;
    /** Not a directory. */
    public static final int ENOTDIR = 20;
    /** Is a directory. */
    public static final int EISDIR = 21;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Too many open files in the system. */
    public static final int ENFILE = 23;
    /** Too many open files in this process. */
    public static final int EMFILE = 24;
    /** Not a terminal, or an operation this descriptor does not know. */
    public static final int ENOTTY = 25;
    /** File too large. */
    public static final int EFBIG = 27;
    /** No space left. */
    public static final int ENOSPC = 28;
    /** Read-only file system. */
    public static final int EROFS = 30;
    /** Nobody reads the other end. */
    public static final int EPIPE = 32;
    /** Name too long. */
    public static final int ENAMETOOLONG = 36;
    /** The kernel does not have this call. */
    public static final int ENOSYS = 38;
    /** Directory not empty. */
    public static final int ENOTEMPTY = 39;
    /** Too many symbolic links, or one where none may be. */
    public static final int ELOOP = 40;
    /** Not supported here. */
    public static final int EOPNOTSUPP = 95;
    /** Timed out. */
    public static final int ETIMEDOUT = 110;
    /** Quota exceeded. */
    public static final int EDQUOT = 122;

    private Errno() {}

    /**
     * The symbol of a number, for example {@code ENOENT}, or {@code errno 200} for one that has none here.
     *
     * @param errno the number
     * @return the symbol
     */
    public static String name(int errno) {
        String line = line(errno);
        return line.isEmpty() ? "errno " + errno : line.substring(0, line.indexOf(' '));
    }

    /**
     * What a number means, in a few English words.
     *
     * @param errno the number
     * @return the words
     */
    public static String text(int errno) {
        String line = line(errno);
        return line.isEmpty() ? "unknown error" : line.substring(line.indexOf(' ') + 1);
    }

    private static String line(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM operation not permitted";
            case ENOENT -> "ENOENT no such file or directory";
            case ESRCH -> "ESRCH no such process";
            case EINTR -> "EINTR interrupted by a signal";
            case EIO -> "EIO input or output error";
            case ENXIO -> "ENXIO no such device or address";
            case 7 -> "E2BIG argument list too long";
            case 8 -> "ENOEXEC not in an executable format";
            case EBADF -> "EBADF bad descriptor";
            case ECHILD -> "ECHILD no child process";
            case EAGAIN -> "EAGAIN resource temporarily unavailable";
            case ENOMEM -> "ENOMEM out of memory";
            case EACCES -> "EACCES permission denied";
            case EFAULT -> "EFAULT bad address";
            case 16 -> "EBUSY device or resource busy";
            case EEXIST -> "EEXIST file exists";
            case 18 -> "EXDEV link across file systems";
            case 19 -> "ENODEV no such device";
            case ENOTDIR -> "ENOTDIR not a directory";
            case EISDIR -> "EISDIR is a directory";
            case EINVAL -> "EINVAL invalid argument";
            case ENFILE -> "ENFILE too many open files in the system";
            case EMFILE -> "EMFILE too many open files in this process";
            case ENOTTY -> "ENOTTY operation unknown to this kind of descriptor";
            case 26 -> "ETXTBSY file is being executed or written";
            case EFBIG -> "EFBIG file too large";
            case ENOSPC -> "ENOSPC no space left on device";
            case 29 -> "ESPIPE cannot seek";
            case EROFS -> "EROFS read-only file system";
            case 31 -> "EMLINK too many links";
            case EPIPE -> "EPIPE nobody reads the other end";
            case 33 -> "EDOM argument out of domain";
            case 34 -> "ERANGE result out of range";
            case 35 -> "EDEADLK would deadlock";
            case ENAMETOOLONG -> "ENAMETOOLONG name too long";
            case 37 -> "ENOLCK no locks available";
            case ENOSYS -> "ENOSYS not implemented by this kernel";
            case ENOTEMPTY -> "ENOTEMPTY directory not empty";
            case ELOOP -> "ELOOP too many symbolic links";
            case 62 -> "ETIME timer expired";
            case 71 -> "EPROTO protocol error";
            case 75 -> "EOVERFLOW value too large";
            case EOPNOTSUPP -> "EOPNOTSUPP operation not supported";
            case ETIMEDOUT -> "ETIMEDOUT timed out";
            case 116 -> "ESTALE stale file handle";
            case EDQUOT -> "EDQUOT quota exceeded";
            case 130 -> "EOWNERDEAD owner died";
            default -> "";
        };
    }
}
