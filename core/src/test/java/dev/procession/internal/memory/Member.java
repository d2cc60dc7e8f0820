package dev.procession.internal.memory;

import dev.procession.os.Descriptor;
import java.lang.reflect.Field;
import java.nio.file.Path;

/**
 * Another process of a domain, played in this one: it has the lock file opened by itself, which is all that the kernel's locks
 * go by. It can die without leaving.
 */
public final class Member {
    final int lockFd;
    final SharedSegment control;
    final ObjectTable objects;
    final ProcessTable processes;
    private boolean dead;

    private Member(Path folder) {
        lockFd = Descriptor.openFile(folder.resolve("lock"), Descriptor.O_RDWR, 0);
        control = SharedSegment.open(folder.resolve("control"), SegmentKind.CONTROL);
        objects = new ObjectTable(control.memory(), folder);
        processes = new ProcessTable(control.memory(), lockFd, objects, new SlabTable(objects));
    }

    /** Opens the files, and claims nothing. */
    static Member at(Path folder) {
        return new Member(folder);
    }

    Owner claim() {
        return processes.claim(0);
    }

    /** What the kernel does when it is killed. */
    void die() {
        if (dead) return;
        dead = true;
        Descriptor.close(lockFd);
        control.close();
    }

    /** Kills the one that a domain of this process stands for; the domain must not be used any more. */
    public static void kill(Domain domain) {
        try {
            for (String name : new String[] {"lockFd", "fifoFd"}) {
                Field field = Domain.class.getDeclaredField(name);
                field.setAccessible(true);
                int descriptor = field.getInt(domain);
                if (descriptor >= 0) Descriptor.close(descriptor);
            }
            domain.control().close();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Domain has changed", e);
        }
    }

    /** A domain below a folder of the test's. */
    public static Domain domainIn(Path base) {
        return Domain.create(new DomainRoot(base));
    }

    /** Joins a domain as another process would. */
    public static Domain join(Domain other) {
        return Domain.open(DomainRoot.around(other.folder()), other.folder(), 0);
    }

    /** Leaves as the last hold of a process does. */
    public static void leave(Domain domain) {
        try {
            var leave = Domain.class.getDeclaredMethod("leave", boolean.class);
            leave.setAccessible(true);
            leave.invoke(domain, true);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Domain has changed", e);
        }
    }
}
