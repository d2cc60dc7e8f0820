package dev.procession.internal.memory;

import java.util.Locale;

/** What a cell can hold. */
public enum CellKind {
    LOCK(1, CellSize.SMALL),
    REENTRANT_LOCK(2, CellSize.SMALL),
    CONDITION(3, CellSize.SMALL),
    EVENT(4, CellSize.SMALL),
    LATCH(5, CellSize.SMALL),
    SEMAPHORE(6, CellSize.SMALL),
    HELD_SEMAPHORE(7, CellSize.LARGE),
    BARRIER(8, CellSize.LARGE),
    READ_WRITE_LOCK(9, CellSize.LARGE),
    SHARED_INT(10, CellSize.SMALL),
    SHARED_LONG(11, CellSize.SMALL),
    WAITER(12, CellSize.LARGE);

    private final int number;
    private final CellSize size;

    CellKind(int number, CellSize size) {
        this.number = number;
        this.size = size;
    }

    /** In words. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    int number() {
        return number;
    }

    CellSize size() {
        return size;
    }
}
