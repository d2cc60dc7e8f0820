package dev.procession.internal.sync;

import dev.procession.internal.memory.CellId;
import dev.procession.sync.ProcessLock;
import java.io.Serializable;

/** A condition on its way to another process of the domain, with its lock. */
public record ConditionForm(String cell, ProcessLock lock) implements Serializable {
    private Object readResolve() {
        return RobustCondition.open(CellId.parse(cell), (RobustLock) lock);
    }
}
