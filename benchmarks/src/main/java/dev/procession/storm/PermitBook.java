package dev.procession.storm;

import dev.procession.storm.LockTally.Permit;
import dev.procession.sync.ProcessSemaphore;
import java.util.concurrent.TimeUnit;

/**
 * Knows which permits of the counting semaphores the dead had, and gives them back: those semaphores do not.
 * Of one that died while it acquired or released nobody knows whether it had it; from time to time all others pause, and the number that
 * is missing must be at most that of such deaths.
 */
final class PermitBook {
    private final LockStorm storm;
    private final int[] doubts = new int[LockTally.SEMAPHORES]; // guarded by this
    private long repaid; // guarded by this
    private long reckonings; // guarded by this

    PermitBook(LockStorm storm) {
        this.storm = storm;
    }

    /** A thread is dead, and nobody has its record yet. */
    synchronized void died(int record) {
        for (int semaphore = 0; semaphore < LockTally.SEMAPHORES; semaphore++) {
            switch (storm.tally().permit(semaphore, record)) {
                case NONE -> {}
                case HELD -> repay(semaphore, 1);
                case TRYING, RELEASING -> doubts[semaphore]++;
            }
            storm.tally().permit(semaphore, record, Permit.NONE);
        }
    }

    private void repay(int semaphore, int permits) {
        storm.board().counted().get(semaphore).release(permits);
        repaid += permits;
    }

    /**
     * Makes sure of what is doubtful.
     *
     * @param always also if nothing is
     */
    void reckon(boolean always) throws InterruptedException {
        if (!always && !isInDoubt()) return;
        storm.tally().pausePermits(true);
        try (var _ = storm.watch().step("the return of all permits")) {
            while (!reckoned()) TimeUnit.MILLISECONDS.sleep(1);
        } finally {
            storm.tally().pausePermits(false);
        }
    }

    private synchronized boolean isInDoubt() {
        for (int doubt : doubts) if (doubt > 0) return true;
        return false;
    }

    private synchronized boolean reckoned() {
        for (int semaphore = 0; semaphore < LockTally.SEMAPHORES; semaphore++) {
            for (int record = 0; record < LockTally.RECORDS; record++) {
                if (storm.tally().permit(semaphore, record) != Permit.NONE) return false;
            }
        }
        for (int semaphore = 0; semaphore < LockTally.SEMAPHORES; semaphore++) {
            ProcessSemaphore permits = storm.board().counted().get(semaphore);
            int missing = LockBoard.PERMITS - permits.availablePermits();
            if (missing < 0 || missing > doubts[semaphore])
                storm.findings()
                        .add(permits + " lacks " + missing + " permits after " + doubts[semaphore]
                                + " doubtful deaths");
            if (missing > 0) repay(semaphore, missing);
            doubts[semaphore] = 0;
        }
        reckonings++;
        return true;
    }

    synchronized void tell(Report report) {
        report.add("permits of the dead given back", repaid);
        report.add("permits counted while all paused", reckonings);
    }
}
