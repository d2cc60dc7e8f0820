package dev.procession.internal.sync;

import dev.procession.internal.memory.CellId;
import java.io.Serializable;

/** What processes share, on its way to another process of the domain. */
public record SharedForm(SharedType type, String cell) implements Serializable {
    private Object readResolve() {
        return type.open(CellId.parse(cell));
    }
}
