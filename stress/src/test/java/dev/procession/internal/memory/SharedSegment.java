package dev.procession.internal.memory;

import java.lang.foreign.MemorySegment;

/** Stands for the class of this name where Lincheck checks: the only one of its model. It gives addresses; its words are {@link Words}'. */
public final class SharedSegment {
    private final MemorySegment memory;

    public SharedSegment(long bytes) {
        Words.clear(bytes);
        this.memory = MemorySegment.ofArray(new long[(int) (bytes / Long.BYTES)]);
    }

    public MemorySegment memory() {
        return memory;
    }
}
