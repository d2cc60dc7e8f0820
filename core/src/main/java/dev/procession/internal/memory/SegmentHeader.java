package dev.procession.internal.memory;

import dev.procession.CorruptSegmentException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The first 128 bytes of every segment, by which a process knows what it maps.
 * <h2>Layout, little endian on every platform that we run on</h2><pre>
 * offset size name      written by                     read by
 *      0    8 magic     creator, before publishing     every opener
 *      8    4 format    creator                        every opener: the format number of the kind
 *     12    4 kind      creator                        every opener: {@link SegmentKind}
 *     16    8 layout id creator                        every opener: a hash of the layout's own text
 *     24    8 bytes     creator                        every opener, who compares it with the file's size
 *     32    4 status    creator, last (release)        every opener, first (acquire): 0 until published
 *     36    4 creator   creator: its pid               messages only
 *     40   88 zero      nobody                         nobody</pre>
 * <h2>Invariants</h2>
 * I1. {@code status} is {@link #PUBLISHED} only when everything else in the header and the initial state of the structure
 * behind it has been written. I2. After that, nothing in the header changes.
 * <h2>If the creator is killed</h2><pre>
 * between                        leaves                       put right by
 * creation of the file, publish  a segment with status 0      openers refuse it; the object table's reclaim unlinks it
 * publish, end                   a whole segment              nobody has to</pre>
 */
public final class SegmentHeader {
    /** The bytes taken by the header, and so the offset of what follows. */
    public static final long BYTES = 128;

    private static final long MAGIC = 0x31_4E_4F_49_53_43_52_50L; // "PRCSION1" read as a little-endian word
    private static final int PUBLISHED = 0x600D_600D;

    private static final long MAGIC_AT = 0;
    private static final long FORMAT_AT = 8;
    private static final long KIND_AT = 12;
    private static final long LAYOUT_AT = 16;
    private static final long BYTES_AT = 24;
    private static final long STATUS_AT = 32;
    private static final long CREATOR_AT = 36;

    private SegmentHeader() {}

    static void write(MemorySegment at, SegmentKind kind) {
        Words.longRelease(at, MAGIC_AT, MAGIC);
        Words.intRelease(at, FORMAT_AT, kind.format());
        Words.intRelease(at, KIND_AT, kind.number());
        Words.longRelease(at, LAYOUT_AT, kind.layoutId());
        Words.longRelease(at, BYTES_AT, at.byteSize());
        Words.intRelease(at, CREATOR_AT, (int) ProcessHandle.current().pid());
    }

    static void publish(MemorySegment at) {
        Words.intRelease(at, STATUS_AT, PUBLISHED);
    }

    /** Refuses what is not a published segment of this kind, format, layout and size. */
    static void check(MemorySegment at, SegmentKind kind, Path file) {
        int status = Words.intAcquire(at, STATUS_AT);
        if (Words.longAcquire(at, MAGIC_AT) != MAGIC) throw refuse(file, "it does not begin with Procession's mark");
        if (status != PUBLISHED) throw refuse(file, "its creator never finished it (status " + status + ")");
        expect(file, "kind", kind.number(), Words.intAcquire(at, KIND_AT));
        expect(file, "format", kind.format(), Words.intAcquire(at, FORMAT_AT));
        expect(file, "layout id", kind.layoutId(), Words.longAcquire(at, LAYOUT_AT));
        expect(file, "size", at.byteSize(), Words.longAcquire(at, BYTES_AT));
    }

    /** The hash that stands for a layout's text: FNV-1a, 64 bits. */
    static long layoutId(String layout) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (byte b : layout.getBytes(StandardCharsets.US_ASCII)) hash = (hash ^ b) * 0x100_0000_01B3L;
        return hash;
    }

    private static void expect(Path file, String what, long expected, long found) {
        if (expected != found) {
            throw refuse(file, "its " + what + " is " + found + ", this version reads " + expected);
        }
    }

    private static CorruptSegmentException refuse(Path file, String why) {
        return new CorruptSegmentException(
                "segment " + file + " cannot be used: " + why
                        + "; nothing of it was read. Use the same version of Procession in all processes of a program",
                null);
    }
}
