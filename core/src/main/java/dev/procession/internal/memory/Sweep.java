package dev.procession.internal.memory;

import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Descriptor;
import dev.procession.os.FileLocks;
import dev.procession.os.OsException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Deletes the domains of one user in which nobody lives, and keeps the control segments of the last {@link #KEPT} of them
 * for later inspection, as {@code dead-<domain>.control} beside the domains.
 *
 * <p>Whether somebody lives is the kernel's word: the whole range of the domain's lock file can be locked only if nobody holds a
 * byte of it. A domain that is being made is protected by invariant I3 of {@link Domain}.
 *
 * <p><b>If the sweeper is killed</b> <pre>
 * between                          leaves                            put right by
 * finding a folder and locking it  the folder                        the next sweep
 * locking it and its deletion      the folder, perhaps less control  the next sweep</pre>
 */
final class Sweep {
    static final int KEPT = 8;

    private final DomainRoot root;

    Sweep(DomainRoot root) {
        this.root = root;
    }

    /** Never fails: what cannot be swept is left to the next one. */
    void run() {
        try {
            var dead = new ArrayList<Path>();
            if (!root.isOurs()) return; // in a squatter's folder a name could become a link to anything of ours
            for (Path entry : Folder.entries(root.folder())) {
                String name = entry.getFileName().toString();
                if (name.startsWith("dead-")) dead.add(entry);
                else if (name.startsWith("d") && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    sweep(entry, dead);
            }
            prune(dead);
        } catch (IOException e) {
            LibraryLog.log(Level.DEBUG, "sweep of " + root.folder(), e);
        }
    }

    private void sweep(Path domain, List<Path> dead) {
        int fd;
        try {
            fd = Descriptor.openFile(domain.resolve("lock"), Descriptor.O_RDWR | Descriptor.O_NOFOLLOW, 0);
        } catch (OsException e) {
            Folder.deleteQuietly(domain); // succeeds only on an empty folder: its maker is dead, or tries another name
            return;
        }
        try {
            if (!FileLocks.tryLock(fd, 0, Long.MAX_VALUE)
                    || Descriptor.status(fd).links() == 0) return;
            Path control = domain.resolve("control");
            if (Files.exists(control)) {
                Path kept = root.folder().resolve("dead-" + domain.getFileName() + ".control");
                Files.move(control, kept, StandardCopyOption.ATOMIC_MOVE);
                Files.setLastModifiedTime(kept, FileTime.fromMillis(System.currentTimeMillis()));
                dead.add(kept);
            }
            Domain.delete(root, domain);
        } catch (IOException | OsException e) {
            LibraryLog.log(Level.DEBUG, "sweep of " + domain, e);
        } finally {
            Descriptor.close(fd);
        }
    }

    private static void prune(List<Path> dead) throws IOException {
        var dated = new ArrayList<Dated>();
        for (Path path : dead) {
            if (Files.exists(path))
                dated.add(new Dated(path, Files.getLastModifiedTime(path).toMillis()));
        }
        dated.sort(Comparator.comparingLong(Dated::millis).reversed());
        for (int i = KEPT; i < dated.size(); i++)
            Folder.deleteQuietly(dated.get(i).path());
    }

    private record Dated(Path path, long millis) {}
}
