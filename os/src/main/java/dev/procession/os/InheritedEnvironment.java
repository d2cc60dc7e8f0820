package dev.procession.os;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The environment that this process was started with, as bytes. {@link System#getenv} gives text, and what is none in the
 * encoding of this JVM is lost there: in the C locale, everything beyond ASCII.
 */
final class InheritedEnvironment {
    private static final int LAST_ASCII = 0x7F;

    private InheritedEnvironment() {}

    /**
     * The bytes of a variable: those that were inherited, if Java makes this text of them, else those of the text.
     *
     * @throws IllegalArgumentException if the text has none
     */
    static byte[] bytes(String name, String value) {
        String entry = name + "=" + value;
        byte[] inherited = isPlain(entry) ? null : inherited(entry);
        return inherited == null ? CString.bytes(entry) : inherited;
    }

    private static boolean isPlain(String entry) {
        return entry.chars().allMatch(c -> c <= LAST_ASCII);
    }

    private static byte @Nullable [] inherited(String wanted) {
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        try {
            String all = Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1); // a byte each
            for (String entry : all.split("\0", -1)) {
                byte[] bytes = entry.getBytes(StandardCharsets.ISO_8859_1);
                if (new String(bytes, charset).equals(wanted)) return bytes;
            }
            return null;
        } catch (IOException e) {
            return null; // no descriptor left, or no /proc: then text is all there is
        }
    }
}
