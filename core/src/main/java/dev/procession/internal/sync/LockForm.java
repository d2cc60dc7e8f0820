package dev.procession.internal.sync;

import dev.procession.internal.memory.CellId;
import java.io.Serializable;

/** A lock on its way to another process of the domain. */
public record LockForm(String cell, boolean reentrant) implements Serializable {
    private Object readResolve() {
        CellId id = CellId.parse(cell);
        return reentrant ? ReentrantRobustLock.open(id) : RobustLock.open(id);
    }
}
