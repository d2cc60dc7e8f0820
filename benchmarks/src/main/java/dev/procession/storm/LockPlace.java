package dev.procession.storm;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessOptions;
import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.testkit.Delays;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A place of the fourth storm: one process after the other, each of which is killed but the last. */
final class LockPlace implements Runnable {
    private static final long LOOK_NANOS = 50_000;

    private final LockStorm storm;
    private final int number;
    private final SplittableRandom random;
    private @Nullable ChildProcess living; // guarded by this
    private boolean killed; // guarded by this

    LockPlace(LockStorm storm, int number, SplittableRandom random) {
        this.storm = storm;
        this.number = number;
        this.random = random;
    }

    /** As long as the storm lasts. */
    @Override
    public void run() {
        try {
            while (!storm.tally().isStopped()) one();
        } catch (InterruptedException | RuntimeException | Error e) {
            storm.findings().add("place " + number + " gave up", e);
        }
    }

    private void one() throws InterruptedException {
        LockBoard board = storm.board();
        Path file = storm.tally().file();
        int place = number;
        long seed = random.nextLong();
        try (ProcessCountDownLatch latch = ProcessCountDownLatch.create(LockTally.THREADS + 1);
                ChildProcess child =
                        ChildProcess.of(this::options, () -> LockActor.run(board, latch, file, place, seed))) {
            child.start(); // bounded by itself; with seven beside it that do the same it may take long
            latch.countDown();
            storm.started();
            set(child);
            while (!storm.tally().isStopped() && child.isAlive()) child.join(LockWatch.LIMIT);
            if (!child.join(Delays.LONG)) storm.wrong(child + " does not come to its end"); // it may boot still
            ended(child);
        }
    }

    private ProcessOptions options(ProcessOptions defaults) {
        return defaults.withName("storm-locks-" + number)
                .withMaxHeap("32m")
                .withJvmFlags("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .withOutput(Output.lines((_, _, error, line) -> {
                    if (!error && line.startsWith(LockActor.WRONG))
                        storm.wrong(line.substring(LockActor.WRONG.length()));
                    else System.err.println(line);
                }));
    }

    private synchronized void set(@Nullable ChildProcess child) {
        living = child;
        killed = false;
    }

    /** Kills the process that is here, if one is; in the middle of something if it comes to that in time. */
    boolean kill(long patienceNanos) {
        long endNanos = System.nanoTime() + patienceNanos;
        while (!storm.tally().holds(number) && System.nanoTime() - endNanos < 0) LockSupport.parkNanos(LOOK_NANOS);
        synchronized (this) {
            ChildProcess child = living;
            if (child == null || killed || !child.isAlive()) return false;
            killed = true;
            child.kill();
            return true;
        }
    }

    /** Whether a process is here that has begun its work. */
    synchronized boolean works() {
        return living != null && !killed && storm.tally().pid(number) == living.pid();
    }

    private void ended(ChildProcess child) {
        boolean wasKilled;
        synchronized (this) {
            wasKilled = killed;
            set(null);
        }
        Optional<ExitStatus> status = child.exitStatus();
        boolean right = wasKilled
                ? status.equals(Optional.of(new ExitStatus.Signaled(9, "SIGKILL")))
                : status.equals(Optional.of(new ExitStatus.Exited(0)));
        if (!right) storm.findings().add(child + " ended otherwise than it should");
        storm.tally().pid(number, 0);
        for (int i = 0; i < LockTally.THREADS; i++) {
            int record = number * LockTally.THREADS + i;
            for (int semaphore = 0; semaphore < LockTally.SEMAPHORES; semaphore++)
                storm.tally().leave(semaphore, record);
            storm.tally().hold(record, false);
            storm.permits().died(record);
        }
    }
}
