package dev.procession.internal.process;

import dev.procession.os.Self;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder for what others should not read: an error file holds the environment of its process. */
final class PrivateFolder {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private PrivateFolder() {}

    /** Makes the folder, or checks that the one that is there is a real one of this user into which nobody else may look. */
    static void ensureClosed(Path folder) throws IOException {
        ensure(folder);
        if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(PRIVATE))
            throw new IOException(folder + " is open to others");
    }

    /** Whether this is a real folder of this user. */
    static boolean isOurs(Path folder) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == Self.userId();
    }

    /** Makes the folder, closed to others, or checks that the one that is there is a real one of this user. */
    static void ensure(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        } catch (FileAlreadyExistsException e) {
            if (!isOurs(folder)) throw new IOException(folder + " is not a folder of this user", e);
        }
    }
}
