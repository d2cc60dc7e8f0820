package dev.procession.internal.process;

import dev.procession.os.Descriptor;
import dev.procession.os.Errno;
import dev.procession.os.FileLocks;
import dev.procession.os.OsException;
import dev.procession.os.ProcFs;
import dev.procession.os.Self;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files by which detached processes are found: {@code <name>.pid} in a folder that is private to the user.
 *
 * <p>The process itself holds a lock of the kernel on its file for as long as it lives; that it is locked is the proof that it
 * lives, whatever stands in it. The file outlives it, because a hook that deletes it would run before others do.
 *
 * <p><b>Invariants.</b> I1. A file is deleted only by who holds its lock. I2. Who locks a file and finds that it has no name any
 * more makes another one. So of all that are started with one name at a time, one holds the lock of the file of that name.
 *
 * <p><b>Format 1</b>, text: {@code procession-detached 1 <pid> <start in ticks since boot> <start as ISO instant>}.
 */
final class PidFile {
    private static final String FIRST_WORDS = "procession-detached 1";
    private static final int WORDS = 5;
    private static final String SUFFIX = ".pid";
    private static final int PRIVATE_MODE = 0600;
    private static final int NAME_LENGTH = 64;
    private static final int TRIES = 50;
    private static final long RETRY_MILLIS = 10;

    private PidFile() {}

    /**
     * A detached process that lives, or lived when it was looked at.
     *
     * @param startTicks when it started, with the pid its identity
     */
    record Entry(String name, int pid, long startTicks, Instant started) {
        /** Whether the process with this number is that one, and has not ended. */
        boolean lives() {
            var stat = ProcFs.stat(pid);
            return stat != null && !stat.hasEnded() && stat.startTicks() == startTicks;
        }
    }

    /** The folder of this user; it need not be there. */
    static Path folder() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        try {
            if (runtime != null && runtime.startsWith("/") && PrivateFolder.isOurs(Path.of(runtime)))
                return Path.of(runtime).resolve("procession-detached");
        } catch (IOException e) {
            // it cannot be looked at, so it is not ours
        }
        return Path.of(System.getProperty("java.io.tmpdir", "/tmp")).resolve("procession-detached-" + Self.userId());
    }

    static void checkName(String name) {
        boolean fits = !name.isEmpty() && name.length() <= NAME_LENGTH && name.charAt(0) != '.';
        for (int i = 0; fits && i < name.length(); i++) {
            char c = name.charAt(i);
            fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
        }
        if (fits) return;
        throw new IllegalArgumentException("the name of a detached process is part of a file's name: 1 to "
                + NAME_LENGTH + " letters, digits, '.', '_' or '-', and no '.' first; was '" + name + "'");
    }

    /** Makes this process the one of that name until it ends; false if another one is. */
    static boolean take(Path folder, String name) throws IOException, InterruptedException {
        Path file = folder.resolve(name + SUFFIX);
        for (int tries = 0; tries < TRIES; tries++) {
            int descriptor = Descriptor.openFile(
                    file, Descriptor.O_RDWR | Descriptor.O_CREAT | Descriptor.O_NOFOLLOW, PRIVATE_MODE);
            if (FileLocks.tryLock(descriptor, 0, 0)
                    && Descriptor.status(descriptor).links() > 0) {
                int pid = Self.pid(); // from here on the descriptor is closed by nothing but the end of the process
                String words = FIRST_WORDS + " " + pid + " " + ProcFs.startTicks(pid) + " " + Instant.now();
                Files.writeString(file, words + "\n");
                return true;
            }
            Descriptor.close(descriptor);
            if (running(folder, name).isPresent()) return false;
            Thread.sleep(RETRY_MILLIS); // somebody deletes it, or is just starting
        }
        return false;
    }

    private static void deleteQuietly(Path file) {
        try {
            deleteIfDead(file);
        } catch (OsException | IOException e) {
            // somebody else has deleted it, or nobody may: it is in nobody's way
        }
    }

    /** Deletes the file of a process that has ended. */
    private static void deleteIfDead(Path file) throws IOException {
        int descriptor = Descriptor.openFile(file, Descriptor.O_RDWR | Descriptor.O_NOFOLLOW, 0);
        try {
            if (FileLocks.tryLock(descriptor, 0, 0)
                    && Descriptor.status(descriptor).links() > 0) Files.delete(file);
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** The process of that name, if it lives. */
    static Optional<Entry> running(Path folder, String name) throws IOException {
        Path file = folder.resolve(name + SUFFIX);
        if (!isLocked(file)) return Optional.empty();
        return parse(name, Files.readString(file)).filter(Entry::lives);
    }

    private static boolean isLocked(Path file) {
        int descriptor;
        try {
            descriptor = Descriptor.openFile(file, Descriptor.O_RDONLY | Descriptor.O_NOFOLLOW, 0);
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT) return false;
            throw e;
        }
        try {
            return FileLocks.lockedByAnother(descriptor, 0, 0);
        } finally {
            Descriptor.close(descriptor);
        }
    }

    /** Empty for what the process has not written yet. */
    private static Optional<Entry> parse(String name, String text) {
        String[] words = text.strip().split(" ", -1);
        if (words.length != WORDS || !text.startsWith(FIRST_WORDS + " ")) return Optional.empty();
        try {
            return Optional.of(
                    new Entry(name, Integer.parseInt(words[2]), Long.parseLong(words[3]), Instant.parse(words[4])));
        } catch (NumberFormatException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** All that live, by name. Files of those that have ended are deleted. */
    static List<Entry> all(Path folder) throws IOException {
        var found = new ArrayList<Entry>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                String name = fileName.substring(0, fileName.length() - SUFFIX.length());
                Optional<Entry> running = running(folder, name);
                running.ifPresent(found::add);
                if (running.isEmpty()) deleteQuietly(file);
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nobody was ever started
        }
        found.sort(Comparator.comparing(Entry::name));
        return found;
    }
}
