package dev.procession.internal.memory;

import dev.procession.DomainException;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Self;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The folder in which all domains of one user stand: {@code /dev/shm/procession-<uid>}, private to the user.
 *
 * <p>If that name is taken by something else, a random one beside it is used; without {@code /dev/shm}, the directory for
 * temporary files, which may be a disk: slower, and otherwise the same. Either is said once.
 */
final class DomainRoot {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** What has been said: a program that opens pools one after the other has a new root each time. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private final Path base;
    private volatile Path folder;

    DomainRoot(Path base) {
        this.base = base;
        this.folder = base.resolve("procession-" + Self.userId());
    }

    static DomainRoot standard() {
        if (Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)) return new DomainRoot(SHARED_MEMORY);
        Path instead = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        logOnce("there is no writable /dev/shm; shared memory stands in " + instead + ", which may be a disk");
        return new DomainRoot(instead);
    }

    Path folder() {
        return folder;
    }

    /** The root in which an existing domain stands. */
    static DomainRoot around(Path domain) {
        Path parent = domain.toAbsolutePath().getParent();
        DomainRoot root = new DomainRoot(parent == null ? domain : parent);
        root.folder = root.base;
        return root;
    }

    /** This root and those that stood aside of a squatted one, which no later start would find by its name. */
    List<DomainRoot> all() {
        var roots = new ArrayList<DomainRoot>(List.of(this));
        try {
            String prefix = "procession-" + Self.userId() + "-";
            for (Path entry : Folder.entries(base)) {
                if (!entry.getFileName().toString().startsWith(prefix)) continue;
                DomainRoot aside = new DomainRoot(base);
                aside.folder = entry;
                roots.add(aside);
            }
        } catch (IOException e) {
            log("the folder " + base + " could not be read, so nothing beside " + folder + " is swept: " + e);
        }
        return roots;
    }

    /** Whether it is there, belongs to this user and is closed to others. */
    boolean isOurs() throws IOException {
        try {
            return Folder.isPrivate(folder, Self.userId());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Makes a new, empty domain folder; the caller locks it next. */
    Path makeDomain() {
        long pid = ProcessHandle.current().pid();
        for (int tries = 0; tries < 100; tries++) {
            Path domain = folder.resolve("d" + pid + "-" + Long.toHexString(random()));
            try {
                Folder.make(domain);
                if (Folder.isPrivate(folder, Self.userId())) return domain;
                Folder.deleteQuietly(domain);
                moveAside();
            } catch (NoSuchFileException e) {
                makeRoot();
            } catch (FileAlreadyExistsException e) {
                // another random number
            } catch (AccessDeniedException e) {
                moveAside();
            } catch (IOException e) {
                if (!Files.isDirectory(folder)) {
                    moveAside();
                    continue;
                }
                throw new DomainException(
                        "no domain could be made in " + folder + ": " + e + ". Nothing was created; make room there",
                        e);
            }
        }
        throw new DomainException("no domain could be made in " + base + ": every attempt met another program", null);
    }

    private void makeRoot() {
        try {
            Folder.make(folder);
        } catch (FileAlreadyExistsException e) {
            // somebody else of this user, or a squatter: makeDomain() looks, but not through a link that leads nowhere
            if (Files.isSymbolicLink(folder)) moveAside();
        } catch (IOException e) {
            throw new DomainException(
                    "the folder " + folder + " for shared memory cannot be made: " + e + ". Make " + base
                            + " writable for this user",
                    e);
        }
    }

    private void moveAside() {
        Path squatted = folder;
        folder = base.resolve("procession-" + Self.userId() + "-" + Long.toHexString(random()));
        logOnce(squatted
                + " belongs to somebody else or is open to others; a folder of a random name beside it is used");
    }

    private static long random() {
        return ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFF_FFFFL;
    }

    private static void logOnce(String message) {
        if (SAID.add(message)) log(message);
    }

    private static void log(String message) {
        LibraryLog.log(Level.WARNING, message);
    }
}
