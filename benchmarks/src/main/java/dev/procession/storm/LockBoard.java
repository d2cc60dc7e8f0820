package dev.procession.storm;

import dev.procession.sync.ProcessBarrier;
import dev.procession.sync.ProcessCondition;
import dev.procession.sync.ProcessEvent;
import dev.procession.sync.ProcessLock;
import dev.procession.sync.ProcessReadWriteLock;
import dev.procession.sync.ProcessSemaphore;
import dev.procession.sync.ReentrantProcessLock;
import dev.procession.sync.SharedInt;
import dev.procession.sync.SharedLong;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One of each kind, which all processes of the fourth storm share.
 *
 * @param plain what a {@link ProcessLock} guards
 * @param reentrant what a {@link ReentrantProcessLock} guards
 * @param left guarded by its own lock, with right: equal
 * @param right see left
 * @param table guards the accounts
 * @param accounts their sum stays {@link #SUM}
 * @param held with {@link #seats} permits
 * @param counted with {@link #PERMITS} permits
 * @param pulse set and cleared at once, again and again
 * @param barrier for {@link #PARTIES}
 * @param actions how often the barrier's action was run
 * @param sum changed atomically
 * @param count changed atomically, as often
 */
record LockBoard(
        Guarded plain,
        Guarded reentrant,
        SharedInt left,
        SharedLong right,
        ProcessReadWriteLock table,
        List<SharedLong> accounts,
        List<ProcessSemaphore> held,
        List<ProcessSemaphore> counted,
        ProcessEvent pulse,
        ProcessBarrier barrier,
        SharedLong actions,
        SharedLong sum,
        SharedInt count)
        implements Serializable, AutoCloseable {
    static final int PARTIES = 3;
    static final int PERMITS = 4;
    static final long SUM = 6_000;
    private static final int ACCOUNTS = 6;

    /**
     * A lock and what it guards.
     *
     * @param left equal to right whenever nobody holds the lock
     * @param right see left
     * @param tokens what was put and not taken, {@link #MOST} at most
     * @param put how often one was put
     * @param taken how often one was taken
     */
    record Guarded(
            ProcessLock lock,
            SharedLong left,
            SharedLong right,
            ProcessCondition notFull,
            ProcessCondition notEmpty,
            SharedInt tokens,
            SharedLong put,
            SharedLong taken)
            implements Serializable, AutoCloseable {
        static final int MOST = 4;

        static Guarded by(ProcessLock lock) {
            return new Guarded(
                    lock,
                    SharedLong.create(0),
                    SharedLong.create(0),
                    lock.newCondition(),
                    lock.newCondition(),
                    SharedInt.create(0),
                    SharedLong.create(0),
                    SharedLong.create(0));
        }

        /** Makes whole what a process left that died with the lock. */
        void repair() {
            right.set(left.get());
            tokens.set(Math.toIntExact(put.get() - taken.get()));
        }

        @Override
        public void close() {
            List.of(left, right, put, taken).forEach(SharedLong::close);
            tokens.close();
            notFull.close();
            notEmpty.close();
            lock.close();
        }
    }

    static LockBoard make() {
        var accounts = new ArrayList<SharedLong>();
        for (int i = 0; i < ACCOUNTS; i++) accounts.add(SharedLong.create(SUM / ACCOUNTS));
        SharedLong actions = SharedLong.create(0);
        return new LockBoard(
                Guarded.by(ProcessLock.create()),
                Guarded.by(ReentrantProcessLock.create()),
                SharedInt.create(0),
                SharedLong.create(0),
                ProcessReadWriteLock.create(),
                List.copyOf(accounts),
                List.of(ProcessSemaphore.heldBounded(seats(0)), ProcessSemaphore.held(seats(1))),
                List.of(ProcessSemaphore.bounded(PERMITS), ProcessSemaphore.create(PERMITS)),
                ProcessEvent.create(),
                ProcessBarrier.create(PARTIES, actions::incrementAndGet),
                actions,
                SharedLong.create(0),
                SharedInt.create(0));
    }

    /** How many permits a held semaphore has. */
    static int seats(int semaphore) {
        return 3 - semaphore;
    }

    /** What all accounts have together; by who reads or writes. */
    long total() {
        return accounts.stream().mapToLong(SharedLong::getPlain).sum();
    }

    /** Makes the sum right again after a death in the middle of a move. */
    void repairAccounts() {
        SharedLong first = accounts.getFirst();
        first.set(first.get() + SUM - total());
    }

    @Override
    public void close() {
        plain.close();
        reentrant.close();
        left.close();
        right.close();
        table.close();
        accounts.forEach(SharedLong::close);
        held.forEach(ProcessSemaphore::close);
        counted.forEach(ProcessSemaphore::close);
        pulse.close();
        barrier.close();
        actions.close();
        sum.close();
        count.close();
    }
}
