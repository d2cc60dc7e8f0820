package dev.procession.storm;

import dev.procession.OwnerDiedException;
import dev.procession.storm.LockBoard.Guarded;
import dev.procession.storm.LockHand.Held;
import dev.procession.sync.ProcessCondition;
import dev.procession.sync.ReentrantProcessLock;
import dev.procession.sync.SharedLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a thread of the fourth storm does under locks. What they guard is changed in two plain steps, so that a second one in there, or
 * one who was not told of a death, sees them differ.
 */
final class LockWork {
    private final LockHand hand;
    private final LockBoard board;

    LockWork(LockHand hand) {
        this.hand = hand;
        this.board = hand.board();
    }

    /** One step. */
    void step() throws InterruptedException {
        boolean plain = hand.random().nextBoolean();
        Guarded guarded = plain ? board.plain() : board.reentrant();
        switch (hand.random().nextInt(8)) {
            case 0, 1 -> change(guarded, plain ? LockCount.LOCK : LockCount.REENTRANT);
            case 2 -> put(guarded);
            case 3 -> take(guarded);
            case 4, 5 -> read();
            case 6 -> move();
            default -> changeNumbers();
        }
    }

    private void change(Guarded guarded, LockCount what) throws InterruptedException {
        Held held = hand.take(guarded.lock(), what, guarded::repair);
        if (held == null) return;
        try (held) {
            long left = guarded.left().getPlain();
            long right = guarded.right().getPlain();
            if (left != right) hand.wrong().accept(guarded.lock() + " is held, and guards " + left + " and " + right);
            hand.begin(what);
            guarded.left().setPlain(left + 1);
            if (guarded.lock() instanceof ReentrantProcessLock reentrant) holdAgain(reentrant);
            else hand.hold();
            guarded.right().setPlain(right + 1);
            hand.end(what);
        }
    }

    private void holdAgain(ReentrantProcessLock lock) {
        lock.lock();
        try {
            if (lock.getHoldCount() != 2) hand.wrong().accept(lock + " is held " + lock.getHoldCount() + " times");
            hand.hold();
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock of a number, which counts nothing by itself. */
    private void changeNumbers() throws InterruptedException {
        Held held = hand.take(
                board.left().lock(),
                LockCount.NUMBER_LOCK,
                () -> board.right().set(board.left().get()));
        if (held == null) return;
        try (held) {
            int left = board.left().getPlain();
            long right = board.right().getPlain();
            if (left != right) hand.wrong().accept(board.left() + " is locked, and it and its fellow differ: " + right);
            hand.begin(LockCount.NUMBER_LOCK);
            board.left().setPlain(left + 1);
            hand.hold();
            board.right().setPlain(right + 1);
            hand.end(LockCount.NUMBER_LOCK);
        }
    }

    private void put(Guarded guarded) throws InterruptedException {
        Held held = hand.take(guarded.lock(), LockCount.PUT, guarded::repair);
        if (held == null) return;
        boolean told = false;
        try (held) {
            BooleanSupplier room = () -> guarded.tokens().get() < Guarded.MOST;
            if (await(guarded, guarded.notFull(), room, LockCount.PUT)) putOne(guarded);
        } catch (OwnerDiedException e) {
            told = true; // it was held, and now is not
        }
        if (told) hand.recover(guarded.lock(), guarded::repair).close();
    }

    private void take(Guarded guarded) throws InterruptedException {
        Held held = hand.take(guarded.lock(), LockCount.TAKE, guarded::repair);
        if (held == null) return;
        boolean told = false;
        try (held) {
            BooleanSupplier some = () -> guarded.tokens().get() > 0;
            if (await(guarded, guarded.notEmpty(), some, LockCount.TAKE)) takeOne(guarded);
        } catch (OwnerDiedException e) {
            told = true;
        }
        if (told) hand.recover(guarded.lock(), guarded::repair).close();
    }

    private boolean await(Guarded guarded, ProcessCondition condition, BooleanSupplier predicate, LockCount what)
            throws InterruptedException {
        boolean holds;
        try (var _ = hand.wait(what, condition)) {
            holds = condition.waitFor(predicate, LockWatch.LIMIT);
        }
        long tokens = guarded.tokens().get();
        long left = guarded.put().get() - guarded.taken().get();
        if (tokens != left)
            hand.wrong().accept("of " + left + " tokens under " + guarded.lock() + " are there " + tokens);
        return holds;
    }

    private void putOne(Guarded guarded) {
        hand.begin(LockCount.PUT);
        guarded.put().setPlain(guarded.put().getPlain() + 1);
        hand.hold();
        guarded.tokens().setPlain(guarded.tokens().getPlain() + 1);
        hand.end(LockCount.PUT);
        guarded.notEmpty().signal();
    }

    private void takeOne(Guarded guarded) {
        hand.begin(LockCount.TAKE);
        guarded.taken().setPlain(guarded.taken().getPlain() + 1);
        hand.hold();
        guarded.tokens().setPlain(guarded.tokens().getPlain() - 1);
        hand.end(LockCount.TAKE);
        guarded.notFull().signal();
    }

    /**
     * For the storm's own process: sees to it that nobody waits because nobody happens to come. It puts only where nothing is, and
     * takes only where all is full, so it does not make good a wake-up that was lost.
     */
    void keepGoing(Guarded guarded) throws InterruptedException {
        Held held = hand.take(guarded.lock(), LockCount.PUT, guarded::repair);
        if (held == null) return;
        try (held) {
            int tokens = guarded.tokens().get();
            if (tokens == 0) putOne(guarded);
            if (tokens == Guarded.MOST) takeOne(guarded);
        }
    }

    private void read() throws InterruptedException {
        boolean told = false;
        try (var _ = hand.wait(LockCount.READ, board.table())) {
            if (hand.random().nextBoolean()) board.table().readLock().lock();
            else if (!board.table().readLock().tryLock(LockWatch.LIMIT.toNanos(), TimeUnit.NANOSECONDS)) return;
        } catch (OwnerDiedException e) {
            told = true;
        }
        if (told) {
            hand.recover(board.table().writeLock(), board::repairAccounts).close();
            return;
        }
        try {
            hand.begin(LockCount.READ);
            checkSum("read");
            hand.hold();
            checkSum("still read");
            hand.end(LockCount.READ);
        } finally {
            board.table().readLock().unlock();
        }
    }

    private void move() throws InterruptedException {
        Held held = hand.take(board.table().writeLock(), LockCount.WRITE, board::repairAccounts);
        if (held == null) return;
        boolean goesOnToRead = hand.random().nextInt(4) == 0;
        try (held) {
            checkSum("written");
            hand.begin(LockCount.WRITE);
            SharedLong from = account();
            SharedLong to = account();
            long amount = hand.random().nextInt(100);
            from.setPlain(from.getPlain() - amount);
            hand.hold();
            to.setPlain(to.getPlain() + amount);
            hand.end(LockCount.WRITE);
            if (goesOnToRead) board.table().readLock().lock();
        }
        if (!goesOnToRead) return;
        try {
            checkSum("read after a write");
        } finally {
            board.table().readLock().unlock();
        }
    }

    private SharedLong account() {
        return board.accounts().get(hand.random().nextInt(board.accounts().size()));
    }

    private void checkSum(String how) {
        long total = board.total();
        if (total != LockBoard.SUM) hand.wrong().accept("the accounts are " + how + ", and have " + total);
    }
}
