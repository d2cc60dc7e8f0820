package dev.procession.internal.memory;

import dev.procession.OutOfSharedMemoryException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The words for a refusal of shared memory. */
final class OutOfSpace {
    private OutOfSpace() {}

    static OutOfSharedMemoryException on(Path file, long bytes, @Nullable Throwable cause) {
        String space;
        try {
            FileStore store = Files.getFileStore(parent(file));
            space = "it has " + store.getTotalSpace() + " bytes, " + store.getUsableSpace() + " of them free";
        } catch (IOException e) {
            space = "its size could not be read: " + e.getMessage();
        }
        return new OutOfSharedMemoryException(
                "no shared memory for " + file + "\n  wanted: " + bytes + " bytes on the file system of " + parent(file)
                        + "; " + space
                        + "\n  effect: the object was not created; nothing that exists is touched"
                        + "\n  remedy: fewer workers or smaller objects, or a larger file system"
                        + " (in a container: --shm-size)",
                cause);
    }

    static OutOfSharedMemoryException inGroup(Path file, long bytes, long headroomBytes) {
        return new OutOfSharedMemoryException(
                "no shared memory for " + file + "\n  wanted: " + bytes
                        + " bytes; the memory control group of this process can give only " + headroomBytes
                        + " more, and shared memory counts there: the kernel would end a process, not refuse"
                        + "\n  effect: the object was not created; nothing that exists is touched"
                        + "\n  remedy: fewer workers or smaller objects, or a larger memory limit of the group",
                null);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
