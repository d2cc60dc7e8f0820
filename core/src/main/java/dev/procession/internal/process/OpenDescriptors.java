package dev.procession.internal.process;

import dev.procession.os.Descriptor;
import java.util.ArrayList;
import java.util.List;

/** Descriptors that are closed together. */
final class OpenDescriptors implements AutoCloseable {
    private final List<Integer> descriptors = new ArrayList<>(4);

    /** Takes one over, and hands it back for use. */
    int add(int descriptor) {
        descriptors.add(descriptor);
        return descriptor;
    }

    /** Closes all, also if one of them cannot be closed. */
    @Override
    public void close() {
        if (descriptors.isEmpty()) return;
        try {
            Descriptor.close(descriptors.removeLast());
        } finally {
            close();
        }
    }
}
