package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;

/** A semaphore whose permits belong to nobody. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class CountingSemaphore extends SharedSemaphore {
    private final CountedPermits permits;

    private CountingSemaphore(Domain domain, Cell cell) {
        super(domain, cell);
        this.permits = new CountedPermits(domain, cell);
    }

    /** Makes one with so many permits. */
    public static CountingSemaphore create(int permits, boolean bounded) {
        check(permits);
        return SharedHandles.create(CellKind.SEMAPHORE, (domain, cell) -> {
            var made = new CountingSemaphore(domain, cell);
            made.permits.begin(permits, bounded);
            return made;
        });
    }

    static CountingSemaphore open(CellId id) {
        return SharedHandles.open(id, CellKind.SEMAPHORE, CountingSemaphore.class, CountingSemaphore::new);
    }

    @Override
    boolean take(int count) {
        return permits.take(count);
    }

    @Override
    boolean take(int count, long deadlineNanos) throws InterruptedException {
        return permits.take(count, deadlineNanos, this::checkOpen);
    }

    @Override
    Given give(int count) {
        enter();
        try {
            return permits.give(count);
        } finally {
            leave();
        }
    }

    @Override
    int available() {
        return permits.available();
    }

    @Override
    int takeAll() {
        return permits.takeAll();
    }

    @Override
    String describe() {
        return permits.describe();
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.SEMAPHORE, name());
    }
}
