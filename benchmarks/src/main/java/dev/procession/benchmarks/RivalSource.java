package dev.procession.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sources of {@code benchmarks/rivals/} in other languages; they travel in the jar. */
public final class RivalSource {
    private RivalSource() {}

    /**
     * Copies one into a folder, under its own name.
     *
     * @return the copy
     */
    public static Path copy(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = RivalSource.class.getResourceAsStream("/rivals/" + name)) {
            if (in == null) throw new IllegalStateException(name + " is not on the class path");
            Files.copy(in, file);
        }
        return file;
    }
}
