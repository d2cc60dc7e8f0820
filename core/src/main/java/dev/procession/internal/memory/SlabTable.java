package dev.procession.internal.memory;

import dev.procession.DomainException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slabs of a domain, as far as this process has met them. Under one monitor, since a process has one bit for each place: who looks
 * for a cell that is gone must not meet another thread that takes its place.
 */
final class SlabTable {
    private final ObjectTable objects;
    private final Map<ObjectId, Slab> slabs = new ConcurrentHashMap<>();
    private int hint;

    SlabTable(ObjectTable objects) {
        this.objects = objects;
    }

    /** Takes a cell; makes a slab if none has one left. */
    synchronized Cell create(Owner self, CellKind kind) {
        for (Slab slab : slabs.values()) {
            Cell cell = take(slab, self, kind);
            if (cell != null) return cell;
        }
        meetAll();
        for (Slab slab : slabs.values()) {
            Cell cell = take(slab, self, kind);
            if (cell != null) return cell;
        }
        SharedObject made = objects.create(self, SegmentKind.SLAB, Slab.BYTES, false, segment -> {});
        Slab slab = new Slab(made.id(), made.segment());
        slabs.put(made.id(), slab);
        Cell cell = take(slab, self, kind);
        return cell == null ? create(self, kind) : cell; // others were faster, with all of it
    }

    private @org.jspecify.annotations.Nullable Cell take(Slab slab, Owner self, CellKind kind) {
        Cell cell = slab.create(hint, self, kind);
        if (cell == null && hint > 0) cell = slab.create(0, self, kind);
        hint = cell == null ? 0 : cell.id().index() + 1;
        return cell;
    }

    /** Becomes a user of a cell that another member has made. */
    synchronized Cell open(CellId id, Owner self, CellKind kind) {
        Slab slab = slabs.computeIfAbsent(id.slab(), this::meet);
        Cell cell = slab.open(id, self, kind);
        if (cell == null) {
            throw new DomainException(
                    "shared " + kind.name().toLowerCase(java.util.Locale.ROOT) + " " + id.text()
                            + " is gone: no process uses it any more"
                            + "\n  remedy: keep it open where it was made until the others have it",
                    null);
        }
        return cell;
    }

    private Slab meet(ObjectId id) {
        if (!objects.isLive(id)) {
            throw new DomainException("slab " + id.text() + " is not of this domain; nothing was opened", null);
        }
        return Slab.open(id, objects.file(id));
    }

    private void meetAll() {
        for (ObjectId id : objects.ofKind(SegmentKind.SLAB)) slabs.computeIfAbsent(id, this::meet);
    }

    synchronized void release(CellId id, Owner self) {
        Slab slab = slabs.get(id.slab());
        if (slab != null) slab.release(id, self);
    }

    /** Takes back all that a dead member had; the caller holds the lock of its slot. */
    synchronized void reclaim(Owner dead) {
        meetAll();
        for (Slab slab : slabs.values()) slab.reclaim(dead);
    }

    /** The same for this process itself, which leaves: it has bits only in slabs that it has met. */
    synchronized void leave(Owner self) {
        for (Slab slab : slabs.values()) slab.reclaim(self);
    }

    /** How many cells are not free, in all slabs. */
    synchronized int taken() {
        meetAll();
        return slabs.values().stream().mapToInt(Slab::taken).sum();
    }

    /** Unmaps all; nobody uses a cell any more. */
    void close() {
        slabs.values().forEach(Slab::close);
        slabs.clear();
    }
}
