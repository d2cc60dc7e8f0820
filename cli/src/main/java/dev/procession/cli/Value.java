package dev.procession.cli;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a method returned, as text: the parent needs none of the user's classes to read it.
 *
 * @param text its {@link String#valueOf(Object)}, at most 64 KiB in UTF-8
 * @param truncated whether something was cut off
 */
record Value(String text, boolean truncated) implements Serializable {
    static final int MOST_BYTES = 64 << 10;

    static Value of(@Nullable Object result) {
        String text = String.valueOf(result);
        int end = fitting(text, MOST_BYTES);
        return new Value(text.substring(0, end), end < text.length());
    }

    /** Returns how many characters fit into so many bytes of UTF-8; a pair of surrogates is not torn. */
    static int fitting(String text, int mostBytes) {
        int at = 0;
        int bytes = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > mostBytes) return at;
            at += Character.charCount(point);
        }
        return at;
    }
}
