package dev.procession.storm;

import dev.procession.storm.LockBoard.Guarded;
import dev.procession.sync.ProcessLock;
import dev.procession.sync.ProcessSemaphore;

/** Looks at all that the fourth storm shared when everybody has gone: it must be what was done, and free. */
final class LockCheck {
    private final LockBoard board;
    private final LockTally tally;
    private final Findings findings;

    LockCheck(LockBoard board, LockTally tally, Findings findings) {
        this.board = board;
        this.tally = tally;
        this.findings = findings;
    }

    void run() {
        check(board.plain(), LockCount.LOCK);
        check(board.reentrant(), LockCount.REENTRANT);
        check(LockCount.PUT, board.plain().put().get() + board.reentrant().put().get());
        check(
                LockCount.TAKE,
                board.plain().taken().get() + board.reentrant().taken().get());
        var numbers =
                hold(board.left().lock(), () -> board.right().set(board.left().get()));
        check(LockCount.NUMBER_LOCK, board.left().get());
        check(LockCount.NUMBER_LOCK, board.right().get());
        numbers.close();
        hold(board.table().writeLock(), board::repairAccounts).close();
        if (board.total() != LockBoard.SUM) findings.add("the accounts have " + board.total());
        check(LockCount.ADD, board.sum().get());
        check(LockCount.ADD, board.count().get());
        if (board.actions().get() * LockBoard.PARTIES < tally.done(LockCount.BARRIER))
            findings.add("more have passed the barrier than its actions let through");
        for (int i = 0; i < LockTally.SEMAPHORES; i++) {
            all(board.held().get(i), LockBoard.seats(i));
            all(board.counted().get(i), LockBoard.PERMITS);
        }
    }

    private LockHand.Held hold(ProcessLock lock, Runnable repair) {
        var grant = lock.acquire();
        if (grant.ownerDied().isPresent()) {
            repair.run();
            grant.recovered();
        }
        return grant::close;
    }

    private void check(Guarded guarded, LockCount what) {
        try (var _ = hold(guarded.lock(), guarded::repair)) {
            check(what, guarded.left().get());
            check(what, guarded.right().get());
            if (guarded.tokens().get() != guarded.put().get() - guarded.taken().get())
                findings.add("tokens are missing under " + guarded.lock());
        }
    }

    /** What a death cut off may have been done, or not. */
    private void check(LockCount what, long value) {
        long least = tally.done(what);
        long most = tally.begun(what);
        if (value < least || value > most)
            findings.add(what.label() + ": " + value + ", must be " + least + " to " + most);
    }

    private void all(ProcessSemaphore semaphore, int permits) {
        if (semaphore.availablePermits() != permits) findings.add(semaphore + " must have " + permits + " permits");
    }
}
