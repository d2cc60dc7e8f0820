package dev.procession.internal.memory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Private folders and what is in them. */
final class Folder {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private Folder() {}

    /** Makes a folder that only this user may enter; {@code FileAlreadyExistsException} if there is one. */
    static void make(Path folder) throws IOException {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    }

    /** Whether it is a real folder (no link) of this user that nobody else may enter. */
    static boolean isPrivate(Path folder, int user) throws IOException {
        PosixFileAttributes facts = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int owner = (int) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return facts.isDirectory() && owner == user && facts.permissions().equals(PRIVATE);
    }

    /** The entries of a folder; none if it has vanished. */
    static List<Path> entries(Path folder) throws IOException {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) entries.add(entry);
        } catch (NoSuchFileException e) {
            return List.of(); // somebody swept it, which is what the callers want
        }
        return entries;
    }

    /** Deletes a file or an empty folder; false if that was not possible. */
    static boolean deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException e) {
            return false; // the next sweep meets it again
        }
    }

    /** Deletes a folder's files, folders in it included, but not the folder itself. */
    static void empty(Path folder, Path except) throws IOException {
        for (Path entry : entries(folder)) {
            if (entry.equals(except)) continue;
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) empty(entry, except);
            deleteQuietly(entry);
        }
    }
}
