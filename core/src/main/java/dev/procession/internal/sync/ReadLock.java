package dev.procession.internal.sync;

import dev.procession.OwnerDiedException;
import dev.procession.internal.memory.Domain;
import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** The part of a {@link RobustReadWriteLock} that is held to read. */
@SuppressWarnings("serial") // it never is: see SharedHandle
final class ReadLock extends SharedHandle implements Lock {
    private final Domain domain;
    private final RobustReadWriteLock whole;
    private final LockWord word;
    private final ReaderTable readers;
    private final WriteLock writeLock;

    ReadLock(RobustReadWriteLock whole, Domain domain, LockWord word, ReaderTable readers, WriteLock writeLock) {
        super(whole);
        this.domain = domain;
        this.whole = whole;
        this.word = word;
        this.readers = readers;
        this.writeLock = writeLock;
    }

    @Override
    public void lock() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    take(Deadline.NEVER);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        take(Deadline.NEVER);
    }

    @Override
    public boolean tryLock() {
        if (again()) return true;
        enter();
        boolean taken = false;
        try {
            taken = countIn() == LockWord.Taken.YES;
            return taken;
        } finally {
            if (!taken) leave();
            Reference.reachabilityFence(whole); // R3: else another one could be made, which clears this one's count
        }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        return take(Deadline.after(unit.toNanos(time)));
    }

    /** Who reads stays inside until it unlocks. */
    private boolean take(long deadlineNanos) throws InterruptedException {
        if (again()) return true;
        enter();
        boolean taken = false;
        try {
            while (true) {
                taken = countIn() == LockWord.Taken.YES;
                if (taken) return true;
                if (!awaitFree(deadlineNanos)) return false;
            }
        } finally {
            if (!taken) leave();
            Reference.reachabilityFence(whole);
        }
    }

    private boolean awaitFree(long deadlineNanos) throws InterruptedException {
        try (var wait = new LockWait(domain, writeLock, this::checkOpen)) {
            return word.awaitFree(deadlineNanos, wait);
        }
    }

    /** Who reads, or writes, may read; no writer gets in between. */
    private boolean again() {
        if (ReadHolds.of(whole) == 0) {
            if (!writeLock.isHeldHere()) return false;
            enter();
            readers.enter();
        }
        ReadHolds.add(whole);
        return true;
    }

    /** R1. */
    private LockWord.Taken countIn() {
        readers.enter();
        boolean in = false;
        try {
            LockWord.Taken free = word.look();
            switch (free) {
                case YES -> {
                    in = true;
                    ReadHolds.add(whole);
                }
                case NO -> {}
                case OWNER_DIED -> throw new OwnerDiedException(whole.toString(), word.deadPid());
            }
            return free;
        } finally {
            if (!in) readers.leave(word);
        }
    }

    @Override
    public void unlock() {
        if (ReadHolds.of(whole) == 0)
            throw new IllegalMonitorStateException(
                    "unlock() of " + this + ": this thread does not read. Only who locked it may");
        try {
            if (ReadHolds.remove(whole) > 0) return;
            readers.leave(word);
            leave();
        } finally {
            Reference.reachabilityFence(whole);
        }
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException(this + " has no conditions; the write lock has");
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.READ_LOCK, name());
    }

    @Override
    public String toString() {
        return "read lock " + name() + " (" + described(whole::describe) + ")";
    }
}
