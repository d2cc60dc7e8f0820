package dev.procession.internal.codec;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What travels in place of a {@link Path} of the default file system, which is not serialisable by itself: its text. A relative
 * path stays relative, so it means the same only in the same directory.
 */
record PathForm(String text) implements Serializable {

    /** The text, or null for what has no text that leads back to it: other file systems, names that are no characters. */
    static @Nullable String textOf(Object value) {
        if (!(value instanceof Path path) || !path.getFileSystem().equals(FileSystems.getDefault())) {
            return null;
        }
        String text = path.toString();
        return Path.of(text).equals(path) ? text : null;
    }

    @Serial
    private Object readResolve() throws ObjectStreamException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            InvalidObjectException invalid = new InvalidObjectException("no path: " + e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }
}
