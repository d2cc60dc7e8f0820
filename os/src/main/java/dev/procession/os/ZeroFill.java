package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Real space by writing zeros, for file systems that cannot simply be asked for it. */
final class ZeroFill {
    private static final long CHUNK_BYTES = 64 * 1024;

    private ZeroFill() {}

    /** Writes zeros from a file's end to a length; puts the old length back if that fails. */
    static void extend(int descriptor, long bytes) {
        long before = Descriptor.status(descriptor).sizeBytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment zeros = arena.allocate(CHUNK_BYTES);
            long at = before;
            while (at < bytes) {
                long some = Math.min(CHUNK_BYTES, bytes - at);
                long result = Syscall.call(SyscallNumber.PWRITE64, descriptor, zeros.address(), some, at, 0, 0, zeros);
                if (result > 0) {
                    at += result;
                } else if (result != -Errno.EINTR) {
                    throw OsException.about(descriptor, result, "pwrite");
                }
            }
        } catch (OsException e) {
            restore(descriptor, before, e);
            throw e;
        }
    }

    private static void restore(int descriptor, long before, OsException cause) {
        try {
            Descriptor.truncate(descriptor, before);
        } catch (OsException e) {
            cause.addSuppressed(e);
        }
    }
}
