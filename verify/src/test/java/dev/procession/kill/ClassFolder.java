package dev.procession.kill;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the class files of a module stand: a folder, or the inside of a jar. */
record ClassFolder(Path root, @Nullable FileSystem jar) implements AutoCloseable {

    static ClassFolder of(Class<?> member) throws IOException {
        try {
            Path place = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) return new ClassFolder(place, null);
            FileSystem jar = FileSystems.newFileSystem(place);
            return new ClassFolder(jar.getPath("/"), jar);
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (jar != null) jar.close();
    }
}
