package dev.procession.internal.sync;

import dev.procession.Deadlock;
import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Clock;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** A thread's wait for a lock. If it lasts and somebody watches, it is written down for who watches. */
final class LockWait implements WaitWord.Check, AutoCloseable {
    private static final long LASTING_NANOS = 40_000_000; // before that nobody needs to know

    private final Domain domain;
    private final RobustLock lock;
    private final WaitWord.Check check;
    private final Thread waiter = Thread.currentThread();
    private final long startNanos = Clock.monotonicNanos();
    private @Nullable Cell cell;
    private boolean refused;

    LockWait(Domain domain, RobustLock lock, WaitWord.Check check) {
        this.domain = domain;
        this.lock = lock;
        this.check = check;
    }

    /** Before each sleep; in the thread that sleeps, which for a virtual one is another's, too. */
    @Override
    public void run() {
        check.run();
        if (isDue() && Clock.monotonicNanos() - startNanos > LASTING_NANOS && waiter.equals(Thread.currentThread()))
            writeDown();
    }

    /** It must be asked again when the wait has lasted. */
    @Override
    public long mostNanos() {
        return isDue() ? LASTING_NANOS + 1 : Long.MAX_VALUE;
    }

    private boolean isDue() {
        return cell == null && !refused && domain.isWatched();
    }

    private void writeDown() {
        try {
            Cell made = domain.createCell(CellKind.WAITER);
            cell = made;
            WaitRecord.write(
                    made,
                    domain.self().half(),
                    waiter.threadId(),
                    lock.cell().id(),
                    lock.wordAt(),
                    HeldLocks.describe(domain));
        } catch (RuntimeException e) { // no memory, say: a lock must not fail for a watch
            refused = true;
            LibraryLog.log(Level.DEBUG, "a wait for " + lock + " could not be written down for the deadlock watch", e);
        }
    }

    /** What this thread is part of, as long as the wait is not closed; null if that is not known. */
    @Nullable
    Deadlock deadlock() {
        if (cell == null) return null;
        try {
            return WaitGraph.deadlockOf(domain, waiter.threadId());
        } catch (RuntimeException e) { // no descriptor left to map what others have made, say
            LibraryLog.log(Level.DEBUG, "whether a wait for " + lock + " is part of a deadlock is not known", e);
            return null;
        }
    }

    /** The wait is over. */
    @Override
    public void close() {
        if (cell != null) domain.releaseCell(cell.id());
    }
}
