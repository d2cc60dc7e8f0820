package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import org.junit.jupiter.api.Test;

/** A buffer that is used again and again. */
final class EncodeBufferTest {
    /** Its array is kept from message to message, but not one that has become very large. */
    @Test
    void clearKeepsSmallArraysOnly() {
        EncodeBuffer out = new EncodeBuffer(64);
        Encoder.encode(new byte[10_000], out);
        byte[] grown = out.array();
        out.clear();
        Encoder.encode("x", out);
        assertThat(out.array()).isSameAs(grown);
        Encoder.encode(new byte[2 << 20], out);
        out.clear();
        assertThat(out.array()).hasSize(64);
        assertThat(out.size()).isZero();
    }

    /** A header that is reserved before the message can be filled in after it. */
    @Test
    void headerBeforeMessage() {
        EncodeBuffer out = new EncodeBuffer(64);
        int at = out.reserve(Integer.BYTES);
        Encoder.encode(5L, out);
        out.patchInt(at, out.size() - Integer.BYTES);
        ByteSource in = new ByteSource(out.array(), 0, out.size());
        int length = in.readInt();
        assertThat(Messages.trusting().decode(out.array(), Integer.BYTES, length))
                .isEqualTo(5L);
        assertThatThrownBy(() -> out.patchInt(out.size() - 3, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** More than an array can hold is refused before anything is allocated. */
    @Test
    void beyondTheLongestArray() {
        EncodeBuffer out = new EncodeBuffer(64);
        out.writeByte(1);
        assertThatThrownBy(() -> out.reserve(Integer.MAX_VALUE))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("larger than 2 GiB");
        assertThat(out.size()).isEqualTo(1);
        assertThatThrownBy(() -> PrimitiveArrays.sizeInBytes(1 << 30, Long.BYTES))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("larger than 2 GiB");
    }
}
