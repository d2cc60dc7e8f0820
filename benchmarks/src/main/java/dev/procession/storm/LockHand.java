package dev.procession.storm;

import dev.procession.LockTimeoutException;
import dev.procession.OwnerDiedException;
import dev.procession.sync.ProcessLock;
import dev.procession.sync.ProcessLock.Grant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of the fourth storm, with what it needs for whatever it does.
 *
 * @param record its place in the tally
 * @param wrong takes what must not be, one sentence each
 */
record LockHand(
        LockBoard board,
        LockTally tally,
        int record,
        LockWatch watch,
        SplittableRandom random,
        Consumer<String> wrong) {
    private static final int LONGEST_HOLD_NANOS = 3_000_000;

    /** Gives back what was taken. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    LockWatch.Wait wait(LockCount what, Object of) {
        return watch.wait(record, what, of);
    }

    void begin(LockCount what) {
        tally.begin(record, what);
    }

    void end(LockCount what) {
        tally.end(record, what);
    }

    /** In the middle of something, for a kill to meet it there. */
    void hold() {
        tally.hold(record, true);
        if (random.nextBoolean()) LockSupport.parkNanos(random.nextInt(LONGEST_HOLD_NANOS));
        tally.hold(record, false);
    }

    /**
     * Takes a lock in any of the ways there are; what a dead owner left is put right.
     *
     * @return null if it could not be had in time, which has been told
     */
    @Nullable
    Held take(ProcessLock lock, LockCount what, Runnable repair) throws InterruptedException {
        try (var _ = wait(what, lock)) {
            return takeInOneOfTheWays(lock, repair);
        } catch (LockTimeoutException e) {
            return null; // as the others that ran out of time
        } catch (OwnerDiedException e) {
            return recover(lock, repair);
        }
    }

    private @Nullable Held takeInOneOfTheWays(ProcessLock lock, Runnable repair) throws InterruptedException {
        switch (random.nextInt(7)) {
            case 0 -> lock.lockInterruptibly();
            case 1 -> {
                if (!lock.tryLock(LockWatch.LIMIT)) return null;
            }
            case 2 -> lock.lock(LockWatch.LIMIT);
            case 3 -> {
                return whole(lock.acquire(), repair);
            }
            case 4 -> {
                Optional<Grant> grant = lock.tryAcquire(LockWatch.LIMIT);
                if (grant.isEmpty()) return null;
                return whole(grant.get(), repair);
            }
            default -> lock.lock();
        }
        return lock::unlock;
    }

    /** The owner of a lock died, and this thread does not hold it; it does afterwards. */
    Held recover(ProcessLock lock, Runnable repair) {
        end(LockCount.OWNER_DIED);
        try (var _ = wait(LockCount.RECOVER, lock)) {
            lock.recover();
        }
        repair.run();
        end(LockCount.RECOVER);
        return lock::unlock;
    }

    private Held whole(Grant grant, Runnable repair) {
        if (grant.ownerDied().isPresent()) {
            end(LockCount.OWNER_DIED);
            repair.run();
            grant.recovered();
            end(LockCount.RECOVER);
        }
        return grant::close;
    }
}
