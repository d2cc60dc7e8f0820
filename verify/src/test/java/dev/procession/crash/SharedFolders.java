package dev.procession.crash;

import dev.procession.os.Self;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What stands in the folder of this user's domains. */
public final class SharedFolders {
    private static final Path ROOT = Path.of("/dev/shm/procession-" + Self.userId());

    private SharedFolders() {}

    /** The names of the domains that a process made, dead or alive. */
    public static List<String> domainsOf(long pid) throws IOException {
        return names().filter(n -> n.startsWith("d" + pid + "-")).toList();
    }

    /** Deletes the control segments of a dead process's domains, which the library keeps on purpose. */
    public static void forget(long pid) throws IOException {
        List<String> kept =
                names().filter(n -> n.startsWith("dead-d" + pid + "-")).toList();
        for (String name : kept) Files.deleteIfExists(ROOT.resolve(name));
        if (names().findAny().isEmpty()) Files.deleteIfExists(ROOT);
    }

    private static Stream<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(ROOT)) {
            return entries.map(p -> p.getFileName().toString()).toList().stream();
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
    }
}
