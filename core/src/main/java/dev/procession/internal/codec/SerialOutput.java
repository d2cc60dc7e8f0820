package dev.procession.internal.codec;

import dev.procession.internal.sync.SharedHandle;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Java serialisation without the header, and with paths. */
sealed class SerialOutput extends ObjectOutputStream permits ReplacementProbe, ThrowableOutput {
    SerialOutput(OutputStream out) throws IOException {
        super(out);
        enableReplaceObject(true);
    }

    /** Sends paths as their text, and what processes share as its name. */
    @Override
    protected @Nullable Object replaceObject(Object value) {
        if (value instanceof SharedHandle shared) return SharedHandle.formOf(shared);
        String path = PathForm.textOf(value);
        return path == null ? value : new PathForm(path);
    }

    /** Writes none: both ends know what they talk. */
    @Override
    protected final void writeStreamHeader() {}
}
