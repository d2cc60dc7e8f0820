package dev.procession.internal.memory;

/** What a cell can hold. */
public enum CellKind {
    LOCK(1),
    REENTRANT_LOCK(2);

    private final int number;

    CellKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
