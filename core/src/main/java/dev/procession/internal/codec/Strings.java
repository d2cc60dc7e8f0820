package dev.procession.internal.codec;

import dev.procession.DecodingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Strings as the chars they are: one byte each if all fit, else two. Not UTF-8, which would replace a lone surrogate.
 */
final class Strings {
    private Strings() {}

    static void write(String text, EncodeBuffer out) {
        int length = text.length();
        if (isLatin1(text)) {
            out.writeByte(Tag.STRING_LATIN1);
            out.writeVarint(length);
            int at = out.reserve(length);
            lowBytes(text, out.array(), at);
        } else {
            // Twice the length may pass the range of int; reserve() then says that it is too much.
            out.writeByte(Tag.STRING_UTF16);
            out.writeVarint(length);
            int at = out.reserve(PrimitiveArrays.sizeInBytes(length, Character.BYTES));
            byte[] bytes = out.array();
            for (int i = 0; i < length; i++) {
                LittleEndian.CHAR.set(bytes, at + 2 * i, text.charAt(i));
            }
        }
    }

    /** Reads a string with its tag. */
    static String read(ByteSource in) {
        byte tag = in.readByte();
        if (tag == Tag.STRING_LATIN1) {
            return readLatin1(in);
        }
        if (tag == Tag.STRING_UTF16) {
            return readUtf16(in);
        }
        throw new DecodingException("a message is damaged: where a text should be stands the tag " + tag, null);
    }

    static String readLatin1(ByteSource in) {
        int length = in.readVarint();
        int at = in.take(length);
        return new String(in.array(), at, length, StandardCharsets.ISO_8859_1);
    }

    static String readUtf16(ByteSource in) {
        int length = in.readVarint();
        int at = in.take(2L * length);
        char[] chars = new char[length];
        ByteBuffer.wrap(in.array(), at, 2 * length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asCharBuffer()
                .get(chars);
        return new String(chars);
    }

    private static boolean isLatin1(String text) {
        int all = 0;
        for (int i = 0, n = text.length(); i < n; i++) {
            all |= text.charAt(i);
        }
        return all <= 0xff;
    }

    /** Deprecated for dropping the high bytes, which are known to be 0 here; it is the one copy without garbage. */
    @SuppressWarnings("deprecation")
    private static void lowBytes(String text, byte[] target, int at) {
        text.getBytes(0, text.length(), target, at);
    }
}
