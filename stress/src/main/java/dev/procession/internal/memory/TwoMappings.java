package dev.procession.internal.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file of shared memory as two members of a domain have it mapped, both in this JVM: at different addresses, as two processes
 * would. It is divided into places, of which each state of a test has one.
 *
 * <p>There are twice as many places as jcstress has states at a time by default (256 · 40), and they are given out in turn, so no two
 * states meet in one. Nothing of it has a name any more when {@link #of} returns, so nothing is left, whatever ends the JVM.
 */
public final class TwoMappings {
    public static final int PLACES = 2 * 256 * 40;

    /** How far apart words must be that different processes write. */
    public static final long LINE_BYTES = 128;

    private final long placeBytes;
    private final Side first;
    private final Side second;
    private final AtomicInteger next = new AtomicInteger();

    private TwoMappings(long placeBytes, Side first, Side second) {
        this.placeBytes = placeBytes;
        this.first = first;
        this.second = second;
    }

    /** One member, and the file as it has it mapped. */
    public record Side(Domain domain, ObjectId id, SharedSegment segment) {
        /** The same bytes as the other side's {@code part}. */
        public MemorySegment part(long offset, long bytes) {
            return segment.memory().asSlice(offset, bytes);
        }

        /** A cell whose content is this place, of a slab that is none. */
        public Cell cell(long offset, long bytes) {
            return new Cell(new CellId(id, 0, 1), segment, offset, (int) bytes);
        }
    }

    /** Makes a domain of two members, and a file with places of this size, a multiple of {@link #LINE_BYTES}. */
    public static TwoMappings of(long placeBytes) {
        return inDomain((one, other) -> {
            SharedObject made = one.createObject(SegmentKind.MEMORY, LINE_BYTES + PLACES * placeBytes);
            SharedObject opened = other.openObject(made.id(), SegmentKind.MEMORY);
            return new TwoMappings(
                    placeBytes, new Side(one, made.id(), made.segment()), new Side(other, made.id(), opened.segment()));
        });
    }

    /** What is made of two members of one domain; the domain's files lose their names then. */
    interface Making<T> {
        T by(Domain one, Domain other);
    }

    static <T> T inDomain(Making<T> making) {
        try {
            Path base = Files.createTempDirectory(DomainRoot.standard().folder().getParent(), "procession-stress-");
            try {
                Domain one = Domain.create(new DomainRoot(base));
                return making.by(one, Domain.open(DomainRoot.around(one.folder()), one.folder(), 0));
            } finally {
                delete(base);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path)) for (Path entry : Folder.entries(path)) delete(entry);
        Files.delete(path);
    }

    /** The next place, filled with zeros, by its offset. */
    public long next() {
        long offset = offset(Math.floorMod(next.getAndIncrement(), PLACES));
        first.part(offset, placeBytes).fill((byte) 0);
        return offset;
    }

    /** The place of this offset as a number from 0. */
    public int index(long offset) {
        return (int) ((offset - LINE_BYTES) / placeBytes);
    }

    /** Where this place begins. */
    public long offset(int index) {
        return LINE_BYTES + index * placeBytes;
    }

    public Side first() {
        return first;
    }

    public Side second() {
        return second;
    }
}
