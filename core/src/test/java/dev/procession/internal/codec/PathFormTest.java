package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths travel, although they are not serialisable by themselves. */
final class PathFormTest {
    private static final Path RELATIVE = Path.of("some", "fo\u00f6", "\u4e2d.pdf");

    record Named(String name, Path path) {}

    private static @Nullable Object trip(Object value) {
        EncodeBuffer out = new EncodeBuffer(64);
        Encoder.encode(value, out);
        Decoder decoder = new Decoder(
                PathFormTest.class.getClassLoader(),
                ResultFilter.forClasses(List.of(PathFormTest.class)),
                DecodeLimits.RESULTS);
        return decoder.decode(out.toByteArray());
    }

    /** A path by itself comes back equal, and a relative one stays relative. */
    @Test
    void pathTravels() {
        assertThat(trip(RELATIVE)).isEqualTo(RELATIVE);
        assertThat(trip(Path.of("/tmp"))).isEqualTo(Path.of("/tmp"));
    }

    /** A record may have one. */
    @Test
    void recordWithPathTravels() {
        assertThat(trip(new Named("a", RELATIVE))).isEqualTo(new Named("a", RELATIVE));
    }

    /** So may a collection, which goes by Java serialisation. */
    @Test
    void listOfPathsTravels() {
        List<Path> paths = new ArrayList<>(List.of(RELATIVE, Path.of("")));
        assertThat(trip(paths)).isEqualTo(paths);
    }

    /** A path into another file system means nothing elsewhere, and is refused where it is sent. */
    @Test
    void pathOfAnotherFileSystemIsRefused(@TempDir Path folder) throws IOException {
        URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path inside = other.getPath("inside");
            assertThatThrownBy(() -> trip(inside))
                    .isInstanceOf(EncodingException.class)
                    .hasMessageContaining("ZipPath");
        }
    }
}
