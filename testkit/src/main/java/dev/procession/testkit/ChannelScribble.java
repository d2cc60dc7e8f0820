package dev.procession.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Garbage over the rings of the channels that this process maps. Knows of the library what docs/formats says, and nothing else:
 * a segment begins with a magic number and its kind; a channel has rings between its control block and its task board.
 */
final class ChannelScribble {
    private static final String FOLDER = "/procession-";
    private static final long MAGIC = 0x31_4E_4F_49_53_43_52_50L; // "PRCSION1"
    private static final int KIND_AT = 12;
    private static final int KIND_OF_CHANNELS = 2;
    private static final int BYTES_AT = 24;
    private static final int HEADER_BYTES = 128;
    private static final int CONTROL_BLOCK_BYTES = 65_536;
    private static final int TASK_BOARD_BYTES = 4096;

    /** As a position in a ring it is negative, as a length too, and no multiple of 8. */
    private static final byte GARBAGE = (byte) 0xAB;

    private ChannelScribble() {}

    static void overAllRings() {
        boolean found = false;
        try (FileChannel memory =
                FileChannel.open(Path.of("/proc/self/mem"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                if (line.contains(FOLDER)) found |= overRings(line, memory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!found) {
            throw new IllegalStateException("this process maps no channel, so it is no worker of a pool");
        }
    }

    /** A line begins with the first address in hexadecimal and a dash; false if it is not that of a channel. */
    private static boolean overRings(String line, FileChannel memory) throws IOException {
        long from = Long.parseLong(line, 0, line.indexOf('-'), 16);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        memory.read(header, from);
        if (header.getLong(0) != MAGIC || header.getInt(KIND_AT) != KIND_OF_CHANNELS) return false;
        long rings = from + HEADER_BYTES + CONTROL_BLOCK_BYTES;
        long end = from + header.getLong(BYTES_AT) - TASK_BOARD_BYTES;
        byte[] garbage = new byte[Math.toIntExact(end - rings)];
        Arrays.fill(garbage, GARBAGE);
        ByteBuffer source = ByteBuffer.wrap(garbage);
        while (source.hasRemaining()) memory.write(source, rings + source.position());
        return true;
    }
}
