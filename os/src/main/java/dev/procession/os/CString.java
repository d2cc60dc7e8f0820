package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Strings as the kernel reads them: bytes in the platform's encoding for names, ended by NUL. */
final class CString {
    private static final int LAST_ASCII = 0x7F;

    private CString() {}

    static MemorySegment allocate(Arena arena, String text) {
        return allocate(arena, bytes(text));
    }

    static MemorySegment allocate(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(bytes.length + 1L); // zeroed, so the last byte is the NUL
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /**
     * Encodes a string.
     *
     * @throws IllegalArgumentException if it contains NUL, where the kernel would cut it, or a character that the
     *     platform's encoding does not have, which would otherwise arrive as a question mark
     */
    static byte[] bytes(String text) {
        int length = text.length();
        byte[] ascii = new byte[length];
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException(
                        "A name, argument or environment entry may not contain the NUL character, at index " + i
                                + " of: " + text.replace('\0', '\u2400'));
            }
            if (c > LAST_ASCII) {
                return encode(text); // refuses what this loop has not reached
            }
            ascii[i] = (byte) c;
        }
        return ascii;
    }

    private static byte[] encode(String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new IllegalArgumentException(
                    "A name, argument or environment entry may not contain the NUL character, at index " + nul + " of: "
                            + text.replace('\0', '\u2400'));
        }
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        try {
            ByteBuffer buffer = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "The encoding of this platform, " + charset + ", has no bytes for: " + text
                            + ". Start the JVM in a UTF-8 locale.",
                    e);
        }
    }
}
