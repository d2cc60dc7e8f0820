package dev.procession.internal.memory;

import dev.procession.DomainException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The slabs of a domain, as far as this process has met them. Under one monitor, since a process has one bit for each place: who looks
 * for a cell that is gone must not meet another thread that takes its place.
 */
final class SlabTable {
    private final ObjectTable objects;
    private final Map<ObjectId, Slab> slabs = new ConcurrentHashMap<>();

    SlabTable(ObjectTable objects) {
        this.objects = objects;
    }

    /** Takes a cell; makes a slab if none has one left. */
    synchronized Cell create(Owner self, CellKind kind) {
        Cell cell = take(self, kind);
        if (cell != null) return cell;
        meetAll();
        cell = take(self, kind);
        if (cell != null) return cell;
        CellSize size = kind.size();
        SharedObject made = objects.create(self, size.segment(), Slab.BYTES, false, segment -> {});
        slabs.put(made.id(), new Slab(made.id(), made.segment(), size));
        return create(self, kind); // again, if others were faster, with all of it
    }

    private @Nullable Cell take(Owner self, CellKind kind) {
        for (Slab slab : slabs.values()) {
            Cell cell = slab.size() == kind.size() ? slab.create(self, kind) : null;
            if (cell != null) return cell;
        }
        return null;
    }

    /** Becomes a user of a cell that another member has made. */
    synchronized Cell open(CellId id, Owner self, CellKind kind) {
        Slab slab = slabs.computeIfAbsent(id.slab(), slabId -> meet(slabId, kind.size()));
        Cell cell = slab.size() == kind.size() ? slab.open(id, self, kind) : null;
        if (cell == null) {
            throw new DomainException(
                    kind.text() + " " + id.text()
                            + " is gone: no process uses it any more"
                            + "\n  remedy: keep it open where it was made until the others have it",
                    null);
        }
        return cell;
    }

    private Slab meet(ObjectId id, CellSize size) {
        if (!objects.isLive(id)) {
            throw new DomainException("slab " + id.text() + " is not of this domain; nothing was opened", null);
        }
        return Slab.open(id, objects.file(id), size);
    }

    private void meetAll() {
        for (CellSize size : CellSize.values()) {
            for (ObjectId id : objects.ofKind(size.segment())) slabs.computeIfAbsent(id, slabId -> meet(slabId, size));
        }
    }

    /** The cells of a kind that are there. */
    synchronized List<Cell> cellsOf(CellKind kind) {
        meetAll();
        var cells = new ArrayList<Cell>();
        for (Slab slab : slabs.values()) if (slab.size() == kind.size()) slab.addAll(kind, cells);
        return cells;
    }

    /** A cell of anybody; null if it is gone. */
    synchronized @Nullable Cell look(CellId id) {
        if (!slabs.containsKey(id.slab())) meetAll();
        Slab slab = slabs.get(id.slab());
        return slab == null ? null : slab.look(id);
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
