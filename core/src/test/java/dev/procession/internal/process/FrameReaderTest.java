package dev.procession.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.internal.channel.Incoming;
import dev.procession.os.Descriptor;
import dev.procession.os.PipeEnds;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames of a child as they come out of a pipe. */
final class FrameReaderTest {
    private static final int MOST_BYTES = 1 << 20;

    private final PipeEnds pipe = Descriptor.pipe(true);
    private final FrameReader reader = new FrameReader(pipe.read(), MOST_BYTES);

    @AfterEach
    void closePipe() {
        Descriptor.close(pipe.read());
        Descriptor.close(pipe.write());
    }

    /** However the kernel cuts what was written: frames come whole, in order, and not before. */
    @Test
    void framesComeWholeAndInOrder() {
        long seed = System.nanoTime();
        System.out.println("framesComeWholeAndInOrder: seed " + seed);
        var random = new Random(seed);
        for (int kind = 0; kind < 200; kind++) {
            byte[] payload = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(3_000)];
            random.nextBytes(payload);
            byte[] frame = frame(kind, payload.length, payload);
            int cut = random.nextInt(frame.length);
            write(Arrays.copyOf(frame, cut));
            assertThat(reader.poll()).isNull();
            write(Arrays.copyOfRange(frame, cut, frame.length));
            assertThat(taken()).isEqualTo(kind);
            assertThat(bytes).isEqualTo(payload);
        }
        assertThat(reader.poll()).isNull();
    }

    /** Frames that wait behind each other come one by one. */
    @Test
    void framesOfOneWriteComeOneByOne() {
        byte[] both = Arrays.copyOf(frame(1, 2, new byte[2]), 18);
        System.arraycopy(frame(2, 0, new byte[0]), 0, both, 10, 8);
        write(both);
        assertThat(taken()).isEqualTo(1);
        assertThat(taken()).isEqualTo(2);
        assertThat(reader.poll()).isNull();
    }

    /** When nobody can write any more, that is told, after the last whole frame; what was cut off is none. */
    @Test
    void endOfThePipeIsTold() {
        PipeEnds other = Descriptor.pipe(true);
        var reading = new FrameReader(other.read(), MOST_BYTES);
        try (Arena arena = Arena.ofConfined()) {
            byte[] both = Arrays.copyOf(frame(4, 0, new byte[0]), 12); // a frame, and half a header
            Descriptor.write(other.write(), arena.allocateFrom(ValueLayout.JAVA_BYTE, both));
            assertThat(Objects.requireNonNull(reading.poll()).kind()).isEqualTo(4);
            assertThat(reading.poll()).isNull();
            assertThat(reading.isOver()).isFalse();
        } finally {
            Descriptor.close(other.write());
        }
        assertThat(reading.poll()).isNull();
        assertThat(reading.isOver()).isTrue();
        Descriptor.close(other.read());
    }

    /** A length that nobody is ready for is refused before a byte of it is read. */
    @Test
    void lengthBeyondTheLimitIsRefused() {
        write(frame(2, MOST_BYTES + 1, new byte[0]));
        assertThatThrownBy(reader::poll)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kind 2, 1048577 bytes");
    }

    /** A length below zero is no length. */
    @Test
    void negativeLengthIsRefused() {
        write(frame(3, -1, new byte[0]));
        assertThatThrownBy(reader::poll).isInstanceOf(IllegalArgumentException.class);
    }

    private byte[] bytes = {};

    private int taken() {
        Incoming frame = Objects.requireNonNull(reader.poll());
        bytes = frame.bytes();
        return frame.kind();
    }

    private static byte[] frame(int kind, int length, byte[] payload) {
        return ByteBuffer.allocate(ProcessFrames.HEADER_BYTES + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kind)
                .putInt(length)
                .put(payload)
                .array();
    }

    private void write(byte[] some) {
        if (some.length == 0) return;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_BYTE, some);
            assertThat(Descriptor.write(pipe.write(), memory)).isEqualTo(some.length);
        }
    }
}
