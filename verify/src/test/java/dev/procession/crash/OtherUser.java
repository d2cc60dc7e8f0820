package dev.procession.crash;

import dev.procession.testkit.PeerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Peers that run as a user who owns nothing here. Only root can start them. */
final class OtherUser {
    /** A number that no system gives to a person or a service. */
    static final int ID = 1_987_654;

    private OtherUser() {}

    /** A peer of that user, with a copy of the class path that everybody may read, in a folder of the test's. */
    static PeerSpec spec(Path folder, Class<?> main, Object... arguments) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String id = Integer.toString(ID);
        return PeerSpec.of(main, arguments)
                .withClassPath(readable(folder, main))
                .withWrapper("setpriv", "--reuid", id, "--regid", id, "--clear-groups");
    }

    private static List<Path> readable(Path folder, Class<?> main) throws IOException {
        var copies = new ArrayList<Path>();
        for (Path source : Sources.of(main)) {
            Path copy = folder.resolve("readable-" + copies.size() + "-" + source.getFileName());
            if (!Files.exists(copy)) copy(source, copy);
            copies.add(copy);
        }
        return copies;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = file.equals(from)
                        ? to
                        : to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectory(copy);
                else Files.copy(file, copy);
                String mode = Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
            }
        }
    }
}
