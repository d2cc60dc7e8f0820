package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import java.util.concurrent.locks.ReentrantLock;

/** A semaphore whose permits belong to the processes that acquired them: this one's part in {@link HeldPermits}. */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class HeldSemaphore extends SharedSemaphore {
    private final HeldPermits permits;
    /** Among the threads of this process: the lock in the cell knows processes only. Never held during a sleep for permits. */
    private final ReentrantLock local = new ReentrantLock();
    /** Under the local lock: this process holds permits, and so is inside, and cannot lose this object, until it has returned them. */
    private boolean holds;

    private HeldSemaphore(Domain domain, Cell cell) {
        super(domain, cell);
        this.permits = new HeldPermits(domain, cell);
    }

    /** Makes one with so many permits. */
    public static HeldSemaphore create(int permits, boolean bounded) {
        check(permits);
        return SharedHandles.create(CellKind.HELD_SEMAPHORE, (domain, cell) -> {
            var made = new HeldSemaphore(domain, cell);
            made.permits.begin(permits, bounded);
            return made;
        });
    }

    static HeldSemaphore open(CellId id) {
        return SharedHandles.open(id, CellKind.HELD_SEMAPHORE, HeldSemaphore.class, HeldSemaphore::new);
    }

    @Override
    boolean take(int count) {
        lock();
        try {
            return takeLocked(count);
        } finally {
            unlock();
        }
    }

    @Override
    boolean take(int count, long deadlineNanos) throws InterruptedException {
        return permits.releases().await(new Taking(count), deadlineNanos, this::checkOpen);
    }

    private final class Taking implements WaitWord.Attempt {
        private final int count;

        Taking(int count) {
            this.count = count;
        }

        /** Does not look for the dead, nor lock, without need: it is called in a loop. */
        @Override
        public boolean tryNow() {
            return permits.mayHave(count) && take(count);
        }

        @Override
        public long announce() {
            lock();
            try {
                return takeLocked(count) ? WaitWord.DONE : permits.announce();
            } finally {
                unlock();
            }
        }
    }

    private boolean takeLocked(int count) {
        boolean first = !holds && count > 0;
        if (first) enter();
        boolean taken = false;
        try {
            taken = permits.take(count);
            if (taken && first) hold();
            return taken;
        } finally {
            if (first && !taken) leave();
        }
    }

    private void hold() {
        holds = true;
        use().pin(this);
    }

    @Override
    Given give(int count) {
        local.lock();
        try {
            boolean leaves = !holds; // else this process is inside already, also after its close
            if (leaves) enter();
            try {
                Given given;
                boolean wakes;
                lock();
                try {
                    given = permits.give(count);
                    wakes = given == Given.YES && count > 0 && permits.endTurn();
                    leaves = permits.held() == 0;
                } finally {
                    unlock();
                }
                if (wakes) permits.releases().wakeAll();
                return given;
            } finally {
                if (leaves) letGo();
            }
        } finally {
            local.unlock();
        }
    }

    private void letGo() {
        holds = false;
        use().pin(null);
        leave();
    }

    @Override
    int available() {
        lock();
        try {
            return permits.available();
        } finally {
            unlock();
        }
    }

    @Override
    int takeAll() {
        lock();
        try {
            int all = permits.available();
            return takeLocked(all) ? all : 0;
        } finally {
            unlock();
        }
    }

    private void lock() {
        local.lock();
        boolean locked = false;
        try {
            permits.lock();
            locked = true;
        } finally {
            if (!locked) local.unlock();
        }
    }

    private void unlock() {
        try {
            permits.unlock();
        } finally {
            local.unlock();
        }
    }

    @Override
    String describe() {
        return permits.describe();
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.HELD_SEMAPHORE, name());
    }
}
