package dev.procession.internal.process;

import dev.procession.os.Self;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder for what others should not read: an error file holds the environment of its process. */
final class PrivateFolder {
    private PrivateFolder() {}

    /** Makes the folder, closed to others, or checks that the one that is there is a real one of this user. */
    static void ensure(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) Files.createDirectories(parent);
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            boolean folderOfOurs = Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    && (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == Self.userId();
            if (!folderOfOurs) throw new IOException(folder + " is not a folder of this user", e);
        }
    }
}
