package dev.procession.crash;

import dev.procession.internal.memory.Domain;
import dev.procession.os.NativeAccess;
import dev.procession.testkit.Eventually;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where classes come from: the class path that a peer of these tests really needs. */
final class Sources {
    private Sources() {}

    static List<Path> of(Class<?> main) {
        return Stream.of(main, Eventually.class, Domain.class, NativeAccess.class)
                .map(Sources::source)
                .distinct()
                .toList();
    }

    private static Path source(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
