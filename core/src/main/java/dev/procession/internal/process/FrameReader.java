package dev.procession.internal.process;

import dev.procession.internal.channel.Incoming;
import dev.procession.os.Descriptor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parent's end of a child's frames, for one thread. Nothing is trusted: memory is taken for bytes that have come, not for a
 * length that was said. A frame that the child's death cut off is no frame.
 */
final class FrameReader {
    private static final int CHUNK_BYTES = 64 << 10;

    private final int descriptor;
    private final int mostBytes;
    private final MemorySegment chunk = Arena.ofAuto().allocate(CHUNK_BYTES);
    private int chunkAt;
    private int chunkEnd;
    private final byte[] header = new byte[ProcessFrames.HEADER_BYTES];
    private int headerBytes;
    private byte[] payload = {};
    private int payloadBytes;
    private boolean over;

    /**
     * Reads from a pipe that answers {@link Descriptor#WOULD_BLOCK}.
     *
     * @param mostBytes the longest payload that is taken
     */
    FrameReader(int descriptor, int mostBytes) {
        this.descriptor = descriptor;
        this.mostBytes = mostBytes;
    }

    /**
     * The next whole frame, or null if there is none yet, or never will be.
     *
     * @throws IllegalArgumentException if what has come is no frame
     */
    @Nullable
    Incoming poll() {
        while (true) {
            Incoming frame = advance();
            if (frame != null) return frame;
            if (chunkAt < chunkEnd) continue;
            long read = Descriptor.read(descriptor, chunk);
            if (read == Descriptor.END_OF_FILE) over = true;
            if (read <= 0) return null;
            chunkAt = 0;
            chunkEnd = (int) read;
        }
    }

    /** Whether nothing can come any more. Not the child's end: that is its pidfd's word. */
    boolean isOver() {
        return over;
    }

    private @Nullable Incoming advance() {
        if (headerBytes < header.length) headerBytes += take(header, headerBytes, header.length);
        if (headerBytes < header.length) return null;
        ByteBuffer numbers = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        int kind = numbers.getInt();
        int length = numbers.getInt();
        if (length < 0 || length > mostBytes) {
            throw new IllegalArgumentException("what came is no frame: kind " + kind + ", " + length + " bytes");
        }
        if (payload.length < length && payloadBytes == payload.length) {
            payload = Arrays.copyOf(payload, Math.min(length, Math.max(CHUNK_BYTES, 2 * payload.length)));
        }
        payloadBytes += take(payload, payloadBytes, Math.min(length, payload.length));
        if (payloadBytes < length) return null;
        Incoming whole = new Incoming(kind, payload.length == length ? payload : Arrays.copyOf(payload, length));
        headerBytes = 0;
        payloadBytes = 0;
        payload = new byte[0];
        return whole;
    }

    private int take(byte[] into, int from, int to) {
        int count = Math.min(to - from, chunkEnd - chunkAt);
        MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, chunkAt, into, from, count);
        chunkAt += count;
        return count;
    }
}
