package dev.procession.internal.memory;

import dev.procession.CorruptSegmentException;
import dev.procession.os.Descriptor;
import dev.procession.os.Errno;
import dev.procession.os.Mapping;
import dev.procession.os.OsException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file of shared memory, mapped by this process.
 *
 * <p>Its space is allocated when it is created, so a full file system is an exception then and never a {@code SIGBUS}
 * later.
 *
 * <p><b>Closing</b> (states: open, closing, closed; only {@link #close} moves on): it marks the segment, pokes every
 * sleeper, waits until the last of them has left, and unmaps. A thread enters with {@link #enter} before it hands an address of
 * the segment to the kernel, and leaves with {@link #exit}; nobody can enter once closing has begun.
 */
public final class SharedSegment implements AutoCloseable {
    private static final int CLOSING = 1 << 30;

    private final Path file;
    private final Arena arena;
    private final MemorySegment memory;
    private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger users = new AtomicInteger();

    private SharedSegment(Path file, Arena arena, MemorySegment memory) {
        this.file = file;
        this.arena = arena;
        this.memory = memory;
    }

    /**
     * Creates the file and writes all of the header but its status; the caller initialises the rest and then calls
     * {@link #publish}.
     */
    public static SharedSegment create(Path file, long bytes, SegmentKind kind) {
        MemoryHeadroom.check(file, bytes);
        int fd = Descriptor.openFile(
                file, Descriptor.O_RDWR | Descriptor.O_CREAT | Descriptor.O_EXCL | Descriptor.O_NOFOLLOW, 0600);
        boolean made = false;
        try {
            Descriptor.allocate(fd, bytes);
            SharedSegment segment = map(file, fd, bytes);
            SegmentHeader.write(segment.memory, kind);
            made = true;
            return segment;
        } catch (OsException e) {
            throw e.errno() == Errno.ENOSPC
                            || e.errno() == Errno.ENOMEM
                            || e.errno() == Errno.EDQUOT
                            || e.errno() == Errno.EFBIG
                    ? OutOfSpace.on(file, bytes, e)
                    : e;
        } finally {
            Descriptor.close(fd);
            if (!made) Folder.deleteQuietly(file);
        }
    }

    /** Maps a file that another process has published. */
    public static SharedSegment open(Path file, SegmentKind kind) {
        int fd = Descriptor.openFile(file, Descriptor.O_RDWR | Descriptor.O_NOFOLLOW, 0);
        try {
            long bytes = Descriptor.status(fd).sizeBytes();
            if (bytes < SegmentHeader.BYTES) {
                throw new CorruptSegmentException(
                        "segment " + file + " cannot be used: it has " + bytes + " bytes; nothing of it was read",
                        null);
            }
            SharedSegment segment = map(file, fd, bytes);
            boolean good = false;
            try {
                SegmentHeader.check(segment.memory, kind, file);
                good = true;
                return segment;
            } finally {
                if (!good) segment.close();
            }
        } finally {
            Descriptor.close(fd);
        }
    }

    private static SharedSegment map(Path file, int fd, long bytes) {
        Arena arena = Arena.ofShared();
        boolean mapped = false;
        try {
            MemorySegment memory = Mapping.map(fd, bytes, arena);
            mapped = true;
            return new SharedSegment(file, arena, memory);
        } finally {
            if (!mapped) arena.close();
        }
    }

    /** Makes the segment valid for those who open it. */
    public void publish() {
        SegmentHeader.publish(memory);
    }

    /** All of the segment, its header included. */
    public MemorySegment memory() {
        return memory;
    }

    public Path file() {
        return file;
    }

    /** Keeps the mapping until {@link #exit}; false if it is closing or closed. */
    public boolean enter(Sleeper sleeper) {
        if (users.incrementAndGet() >= CLOSING) {
            users.decrementAndGet();
            return false;
        }
        sleepers.add(sleeper);
        if (users.get() < CLOSING) return true;
        exit(sleeper); // closing began in between, and its poke may have missed this sleeper
        return false;
    }

    /** Ends what {@link #enter} began. */
    public void exit(Sleeper sleeper) {
        sleepers.remove(sleeper);
        users.decrementAndGet();
    }

    /** Makes all look up who are inside. */
    public void pokeSleepers() {
        for (Sleeper sleeper : sleepers) sleeper.poke();
    }

    /** Whether {@link #close} has begun. */
    public boolean isClosing() {
        return users.get() >= CLOSING;
    }

    @Override
    public void close() {
        int was;
        do {
            was = users.get();
            if (was >= CLOSING) return;
        } while (!users.compareAndSet(was, was + CLOSING));
        while (users.get() > CLOSING || !tryUnmap()) {
            pokeSleepers();
            Thread.onSpinWait(); // bounded by the sleepers' way out of one system call
        }
    }

    /** False while a system call of another thread, a wake-up perhaps, holds the mapping. */
    private boolean tryUnmap() {
        try {
            arena.close();
            return true;
        } catch (IllegalStateException e) {
            if (!memory.scope().isAlive()) return true;
            return false;
        }
    }

    @Override
    public String toString() {
        return "segment " + file + (isClosing() ? " (closed)" : " (" + memory.byteSize() + " bytes)");
    }
}
