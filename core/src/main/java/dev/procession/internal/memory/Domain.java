package dev.procession.internal.memory;

import dev.procession.DomainException;
import dev.procession.os.Descriptor;
import dev.procession.os.Errno;
import dev.procession.os.FileLocks;
import dev.procession.os.NativeAccess;
import dev.procession.os.OsException;
import dev.procession.os.ParentWatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The private folder in which the processes of one program meet, and this process's membership in it.
 *
 * <p>A domain is made by the first process of a program and joined by its children; this process is in one at most. It holds
 * <pre>
 * lock              one byte a slot; its holder is alive, by the kernel's word
 * control           the control segment: {@link ControlLayout}
 * obj-i-g           the segment of object i, generation g
 * parent-s-g.fifo   what the children of member (s, g) hang on: {@link ParentWatch}
 * args-*, hs_err-*  what a child reads as it boots, or leaves as it crashes</pre>
 *
 * <p><b>Invariants.</b> I1. {@code lock} is the first file to be made and the last to go; all others are made and deleted by
 * somebody who holds a byte of it. I2. Who deletes the folder holds the whole range of {@code lock}, so it deletes no living
 * or booting member's. I3. Who has locked its byte checks that {@code lock} is still linked, else it joined a dead folder.
 *
 * <p><b>If a process is killed</b> <pre>
 * between                              leaves                     put right by
 * mkdir and the making of lock         an empty folder            any sweep: rmdir (a living maker tries another name)
 * the making of lock and its locking   lock, unlocked             any sweep (a living maker sees it unlinked: I3)
 * locking and publishing control       a folder without members   any sweep
 * a failed start and its clearing up   what it had made           any sweep
 * any two steps of a member's life     its slot, its objects      its parent, else any member, else any sweep
 * the steps of the last one's leaving  a folder without members   any sweep</pre>
 */
public final class Domain {
    private static final Object CURRENT_LOCK = new Object();
    private static @Nullable Domain current;
    private static int holds;
    private static boolean joined;

    private final DomainRoot root;
    private final Path folder;
    private final int lockFd;
    private final SharedSegment control;
    private final ProcessTable processes;
    private final ObjectTable objects;
    private final SlabTable slabs;
    private final Owner self;
    private int fifoFd = -1;
    private boolean usesCells; // guarded by this
    private boolean left; // guarded by this

    private Domain(DomainRoot root, Path folder, int lockFd, SharedSegment control, long parentWord) {
        this.root = root;
        this.folder = folder;
        this.lockFd = lockFd;
        this.control = control;
        this.objects = new ObjectTable(control.memory(), folder);
        this.slabs = new SlabTable(objects);
        this.processes = new ProcessTable(control.memory(), lockFd, objects, slabs);
        this.self = processes.claim(parentWord);
    }

    /**
     * The domain of this process, to be given back by {@link #release}. If it is in none, that of its parent is joined, for life;
     * if no process of ours started it, a domain is made.
     */
    public static Domain acquire() {
        NativeAccess.ensure();
        synchronized (CURRENT_LOCK) {
            Domain domain = current;
            if (domain == null) {
                ParentDomain parents = ParentDomain.known();
                domain = parents == null
                        ? create(DomainRoot.standard())
                        : open(
                                DomainRoot.around(parents.folder()),
                                parents.folder(),
                                parents.member().word());
                joined = parents != null;
                current = domain;
            }
            holds++;
            return domain;
        }
    }

    /** Gives back what {@link #acquire} gave. With the last hold the process leaves a domain that it made. */
    public static void release() {
        synchronized (CURRENT_LOCK) {
            Domain domain = current;
            if (--holds > 0 || joined || domain == null) return;
            current = null;
            domain.leave(true);
        }
    }

    /** Joins the domain of this process's parent, for life. */
    public static Domain join(Path folder, Owner parent) {
        NativeAccess.ensure();
        synchronized (CURRENT_LOCK) {
            if (current != null)
                throw new IllegalStateException("this process is in domain " + current.folder + " already");
            Domain domain = open(DomainRoot.around(folder), folder, parent.word());
            current = domain;
            joined = true;
            return domain;
        }
    }

    /**
     * Leaves the domain as this process ends: its threads may still use the mappings, so those stay. A child whose threads may
     * still hold locks does not: others would take it for dead while they run. The kernel tells when it is.
     */
    public static void leaveAtExit() {
        synchronized (CURRENT_LOCK) {
            Domain domain = current;
            if (domain != null) domain.leaveAsThisEnds(joined);
        }
    }

    static Domain create(DomainRoot root) {
        for (DomainRoot each : root.all()) new Sweep(each).run();
        for (int tries = 0; tries < 100; tries++) {
            Path folder = root.makeDomain();
            int fd = lockFile(folder, Descriptor.O_CREAT | Descriptor.O_EXCL);
            if (fd < 0) continue; // a sweep took the empty folder for a dead one
            boolean made = false;
            SharedSegment control = null;
            try {
                if (!FileLocks.tryLock(fd, 0, Long.MAX_VALUE)
                        || Descriptor.status(fd).links() == 0) continue;
                control = SharedSegment.create(folder.resolve("control"), ControlLayout.BYTES, SegmentKind.CONTROL);
                Words.intRelease(control.memory(), ControlLayout.SLOT_COUNT_AT, ControlLayout.SLOTS);
                Words.intRelease(control.memory(), ControlLayout.OBJECT_COUNT_AT, ControlLayout.OBJECTS);
                Words.intRelease(control.memory(), ControlLayout.TABLE_COUNT_AT, 1);
                Domain domain = new Domain(root, folder, fd, control, 0);
                FileLocks.unlock(fd, domain.self.slot() + 1L, Long.MAX_VALUE - domain.self.slot() - 1L);
                if (domain.self.slot() > 0) FileLocks.unlock(fd, 0, domain.self.slot());
                control.publish();
                made = true;
                return domain;
            } catch (OsException e) {
                throw new DomainException(
                        "no domain could be made in " + root.folder() + ": " + e.getMessage()
                                + ". Nothing is left of it; the limits of this process (ulimit -n) may be too low",
                        e);
            } finally {
                if (!made) {
                    if (control != null) control.close();
                    abandon(root, folder, fd);
                }
            }
        }
        throw new DomainException(
                "no domain could be made in " + root.folder() + ": every attempt was swept away", null);
    }

    static Domain open(DomainRoot root, Path folder, long parentWord) {
        int fd = lockFile(folder, 0);
        if (fd < 0) throw new DomainException("domain " + folder + " is gone: its program has ended", null);
        boolean joins = false;
        SharedSegment control = null;
        try {
            control = openControl(folder);
            Domain domain = new Domain(root, folder, fd, control, parentWord);
            if (Descriptor.status(fd).links() == 0) {
                throw new DomainException("domain " + folder + " was swept: its program has ended", null);
            }
            joins = true;
            return domain;
        } finally {
            if (!joins) {
                if (control != null) control.close();
                Descriptor.close(fd);
            }
        }
    }

    private static SharedSegment openControl(Path folder) {
        try {
            return SharedSegment.open(folder.resolve("control"), SegmentKind.CONTROL);
        } catch (OsException e) {
            throw new DomainException("domain " + folder + " is being swept: its program has ended", e);
        }
    }

    /** The open lock file, or -1 if the folder, or the file when it is not to be made, is not there. */
    private static int lockFile(Path folder, int flags) {
        try {
            return Descriptor.openFile(folder.resolve("lock"), Descriptor.O_RDWR | Descriptor.O_NOFOLLOW | flags, 0600);
        } catch (OsException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) return -1;
            throw new DomainException("domain " + folder + " cannot be entered: " + e.getMessage(), e);
        }
    }

    private static void abandon(DomainRoot root, Path folder, int fd) {
        if (FileLocks.tryLock(fd, 0, Long.MAX_VALUE)) delete(root, folder);
        Descriptor.close(fd);
    }

    /** Deletes the folder of a domain, and the root if it was the last; the caller holds the whole range of its lock. */
    static void delete(DomainRoot root, Path folder) {
        Path lock = folder.resolve("lock");
        try {
            Folder.empty(folder, lock);
        } catch (IOException e) {
            return; // the next sweep meets it again
        }
        Folder.deleteQuietly(lock);
        Folder.deleteQuietly(folder);
        if (Files.isDirectory(root.folder())) Folder.deleteQuietly(root.folder());
    }

    private void leaveAsThisEnds(boolean joined) {
        synchronized (this) {
            if (joined && usesCells) return;
            leave(false);
        }
    }

    private void leave(boolean unmap) {
        synchronized (this) {
            if (left) return;
            left = true;
            processes.leave(self);
            if (fifoFd >= 0) {
                Folder.deleteQuietly(fifo());
                Descriptor.close(fifoFd);
            }
        }
        if (FileLocks.tryLock(lockFd, 0, Long.MAX_VALUE)) delete(root, folder);
        if (unmap) {
            slabs.close();
            Descriptor.close(lockFd);
            control.close();
        } else {
            FileLocks.unlock(lockFd, 0, Long.MAX_VALUE); // open still: a thread may ask it whether somebody lives
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** This process in the domain. */
    public Owner self() {
        return self;
    }

    /** Makes an object that ends with this process at the latest. */
    public SharedObject createObject(SegmentKind kind, long bytes) {
        return objects.create(self, kind, bytes, true, segment -> {});
    }

    /** Maps an object that another member made. */
    public SharedObject openObject(ObjectId id, SegmentKind kind) {
        return objects.open(self, id, kind);
    }

    /** Unmaps an object, and ends it for everybody. */
    public void destroyObject(SharedObject object) {
        objects.destroy(object.id());
        object.segment().close();
        objects.release(self, object.id());
    }

    /** Whether an object can still be opened. */
    boolean isLive(ObjectId id) {
        return objects.isLive(id);
    }

    /** Takes a cell for a small structure, whose content is zero; this process is its first user. */
    public Cell createCell(CellKind kind) {
        useCells();
        return slabs.create(self, kind);
    }

    /** Becomes a user of a cell that another member has made. */
    public Cell openCell(CellId id, CellKind kind) {
        useCells();
        return slabs.open(id, self, kind);
    }

    /** From here on this process is a member as long as it runs; too late once it has left. */
    private synchronized void useCells() {
        if (left)
            throw new IllegalStateException(
                    "this program ends, and has left the memory that its processes share: nothing can be made or used there any more");
        usesCells = true;
    }

    /** Stops to be a user; the last one's release frees the cell. */
    public void releaseCell(CellId id) {
        slabs.release(id, self);
    }

    /** The cells of a kind that are there, of anybody; they may go at any moment. */
    public List<Cell> cellsOf(CellKind kind) {
        return slabs.cellsOf(kind);
    }

    /** A cell of anybody, to look at; null if it is gone. It may go at any moment, and be another's. */
    public @Nullable Cell look(CellId id) {
        return slabs.look(id);
    }

    /** Whether a cell is there still. */
    public boolean isLive(CellId id) {
        return slabs.look(id) != null;
    }

    /** Whether a process looks for deadlocks, so that all write down where they lock. */
    public boolean isWatched() {
        return Words.intOpaque(control.memory(), ControlLayout.WATCHES_AT) > 0;
    }

    /** One more, or one less, looks for deadlocks. */
    public void watch(int delta) {
        Words.intGetAndAdd(control.memory(), ControlLayout.WATCHES_AT, delta);
    }

    /** How many cells are in use, for tests and inspection. */
    int takenCells() {
        return slabs.taken();
    }

    /** Whether the member that this half of an owner word names lives, this process too. */
    public boolean isAlive(int ownerHalf) {
        return processes.isAlive(ownerHalf, self);
    }

    /** The pid that a member wrote down, for messages, or 0; by its half of an owner word. */
    public long pid(int ownerHalf) {
        return processes.pid(ownerHalf);
    }

    /** Whether another member lives, by the kernel's word. */
    public boolean isAlive(Owner member) {
        return processes.isAlive(member);
    }

    /** Frees what dead members left, and tells all sleepers of the domain. */
    public void retireDead() {
        synchronized (this) {
            if (!left) processes.retireDead(self.slot());
        }
    }

    /** The control segment, to be entered by those who sleep on the epoch. */
    public SharedSegment control() {
        return control;
    }

    /** The futex word that moves whenever a member is retired. */
    public MemorySegment epochWord() {
        return control.memory().asSlice(ControlLayout.EPOCH_AT, 4);
    }

    /** The value of the epoch. */
    public int epoch() {
        return Words.intVolatile(control.memory(), ControlLayout.EPOCH_AT);
    }

    /** What the children of this process hang on; made at the first call, and kept open for the life of the membership. */
    public Path parentFifo() {
        synchronized (this) {
            if (fifoFd < 0) {
                ParentWatch.createFifo(fifo());
                fifoFd = ParentWatch.openWriter(fifo());
            }
            return fifo();
        }
    }

    private Path fifo() {
        return folder.resolve("parent-" + self.slot() + "-" + Integer.toUnsignedString(self.generation()) + ".fifo");
    }

    @Override
    public String toString() {
        return "domain " + folder + " (slot " + self.slot() + ")";
    }
}
