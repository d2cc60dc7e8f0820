package dev.procession.kill;

import dev.procession.OwnerDiedException;
import dev.procession.sync.ProcessLock;
import java.time.Duration;

/** A process that does everything with locks, while others do, unless it is killed on the way. */
final class LockVictim {
    private static final int ROUNDS = 40;

    private LockVictim() {}

    /** Nobody else wants the first; the second is fought for; the third was left by a dead owner. */
    @SuppressWarnings("LockNotBeforeTry") // between the two it is to die
    static void run(ProcessLock quiet, ProcessLock fought, ProcessLock orphan) throws InterruptedException {
        quiet.lock();
        quiet.unlock();
        for (int i = 0; i < ROUNDS; i++) {
            if (i % 4 == 3 ? fought.tryLock(Duration.ofMillis(2)) : locked(fought)) fought.unlock();
        }
        try {
            orphan.lock();
            orphan.unlock();
        } catch (OwnerDiedException e) {
            try (var grant = orphan.acquire()) {
                grant.recovered();
            }
        }
    }

    private static boolean locked(ProcessLock lock) {
        lock.lock();
        return true;
    }
}
