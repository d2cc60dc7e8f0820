package dev.procession;

/** Amounts of memory, in the words of the messages. */
final class Bytes {
    private static final long KIB = 1024;
    private static final long MIB = KIB * KIB;
    private static final long GIB = MIB * KIB;

    private Bytes() {}

    static String text(long bytes) {
        if (bytes == Long.MAX_VALUE) return "no limit";
        if (bytes >= 10 * GIB) return bytes / GIB + " GiB";
        if (bytes >= MIB) return bytes / MIB + " MiB";
        return bytes >= KIB ? bytes / KIB + " KiB" : bytes + " bytes";
    }
}
