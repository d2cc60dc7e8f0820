package dev.procession.internal.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kill tests must see and do that the rest of the house must not: domains below a folder of the test's. */
public final class Lab {
    private static final long SLOT_STATE_MASK = 3L << 32;
    private static final List<String> SLOT_STATES = List.of("FREE", "LIVE", "DEAD");
    private static final List<String> OBJECT_STATES = List.of("FREE", "CREATING", "LIVE", "DESTROYED");
    private static final long USERS_AT = 128;

    private Lab() {}

    /** Makes a domain as the first process of a program does. */
    public static Domain create(Path base) {
        return Domain.create(new DomainRoot(base));
    }

    /** Joins a domain as a child does. */
    public static Domain join(Path folder) {
        return Domain.open(DomainRoot.around(folder), folder, 0);
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

    /** Sweeps as a start of a program does. */
    public static void sweep(Path base) {
        for (DomainRoot each : new DomainRoot(base).all()) new Sweep(each).run();
    }

    /** The folders and files of domains below a base, without the control segments that are kept of dead ones. */
    public static List<Path> left(Path base) throws IOException {
        var left = new ArrayList<Path>();
        for (Path root : Folder.entries(base)) {
            for (Path entry : Folder.entries(root)) {
                if (!entry.getFileName().toString().startsWith("dead-")) left.add(entry);
            }
        }
        return left;
    }

    /** The state of a slot, by its name. */
    public static String slot(Domain domain, int slot) {
        long state = Words.longVolatile(domain.control().memory(), ControlLayout.slotAt(slot));
        return SLOT_STATES.get((int) ((state & SLOT_STATE_MASK) >>> 32));
    }

    /** The state of an object's entry, by its name. */
    public static String object(Domain domain, int index) {
        long state = Words.longVolatile(domain.control().memory(), ControlLayout.objectAt(index));
        return OBJECT_STATES.get((int) (state >>> 62));
    }

    /** Slots that are not free. */
    public static List<Integer> slotsInUse(Domain domain) {
        var used = new ArrayList<Integer>();
        for (int i = 0; i < ControlLayout.SLOTS; i++) if (!slot(domain, i).equals("FREE")) used.add(i);
        return used;
    }

    /** Objects that are not free. */
    public static List<Integer> objectsInUse(Domain domain) {
        var used = new ArrayList<Integer>();
        for (int i = 0; i < ControlLayout.OBJECTS; i++) if (!object(domain, i).equals("FREE")) used.add(i);
        return used;
    }

    /** How many cells are not free. */
    public static int cellsInUse(Domain domain) {
        return domain.takenCells();
    }

    /** The slots that use an object. */
    public static List<Integer> users(Domain domain, int index) {
        var users = new ArrayList<Integer>();
        for (int slot = 0; slot < ControlLayout.SLOTS; slot++) {
            long word = Words.longVolatile(
                    domain.control().memory(), ControlLayout.objectAt(index) + USERS_AT + slot / Long.SIZE * 8L);
            if ((word >>> (slot % Long.SIZE) & 1) != 0) users.add(slot);
        }
        return users;
    }
}
