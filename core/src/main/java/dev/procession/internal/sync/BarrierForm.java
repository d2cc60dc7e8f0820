package dev.procession.internal.sync;

import dev.procession.RemoteTask;
import dev.procession.internal.memory.CellId;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A barrier on its way to another process of the domain, with its action. */
public record BarrierForm(String cell, @Nullable RemoteTask action) implements Serializable {
    private Object readResolve() {
        return SharedBarrier.open(CellId.parse(cell), action);
    }
}
