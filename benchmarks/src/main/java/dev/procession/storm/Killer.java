package dev.procession.storm;

import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.storm.KillLedger.Aim;
import dev.procession.storm.KillLedger.Hit;
import dev.procession.testkit.Processes;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Kills workers in rounds: in one the workers are fed, in the other they are not; the first feeds them. The
 * choices come from the seed, and lean to what has been hit too seldom; what the machine makes of them may differ from run to run.
 */
final class Killer {
    private static final int MOST_KILLS_A_ROUND = 6;
    private static final int SELDOM_PERCENT = 20;
    private static final int OFTEN_PERCENT = 80;
    private static final int ONE_BOOT_KILL_IN = 7;

    /** A process that is given its first task reads classes before it begins: most kills wait until it has done some. */
    private static final int WARM_PERCENT = 85;

    private static final int MOST_WARM_TASKS = 20;
    private static final int MOST_BOOT_KILLS_IN_A_ROW = 3;
    private static final int MOST_BOOT_MICROS = 500_000;
    private static final int MOST_BUSY_MICROS = 8_000;
    private static final int MOST_IDLE_MICROS = 20_000;
    private static final long LOOK_NANOS = 200_000;
    private static final int PROGRESS_KILLS = 100;

    private final ProcessPool pool;
    private final Gate gate;
    private final KillLedger ledger;
    private final HangWatch watch;
    private final SplittableRandom random;
    private final int wanted;
    private final long endNanos;
    private int bootKills;
    private int leastTasks;

    Killer(
            ProcessPool pool,
            Gate gate,
            KillLedger ledger,
            HangWatch watch,
            SplittableRandom random,
            int wanted,
            long endNanos) {
        this.pool = pool;
        this.gate = gate;
        this.ledger = ledger;
        this.watch = watch;
        this.random = random;
        this.wanted = wanted;
        this.endNanos = endNanos;
    }

    /** Kills until it has killed enough or time is up; leaves the gate open. */
    void run() throws InterruptedException {
        try {
            while (goesOn()) {
                boolean fed = random.nextInt(100) < percent(lacksRunning()) || ledger.kills() == 0;
                if (fed) gate.open();
                else shutGate();
                int kills = random.nextInt(1, MOST_KILLS_A_ROUND + 1);
                for (int i = 0; i < kills && goesOn(); i++) kill(fed ? Aim.RUNNING : Aim.IDLE);
            }
        } finally {
            gate.open();
        }
    }

    // A kill that is aimed well may hit otherwise, the more so on a busy machine: what lags behind is tried more often.

    private static int percent(boolean lacks) {
        return lacks ? OFTEN_PERCENT : SELDOM_PERCENT;
    }

    private boolean lacksRunning() {
        return ledger.count(Hit.RUNNING_TASK) <= ledger.count(Hit.IDLE_WORKER);
    }

    private boolean lacksBooting() {
        return ledger.count(Hit.BOOTING_PROCESS) * ONE_BOOT_KILL_IN < ledger.kills();
    }

    private boolean goesOn() {
        return ledger.kills() < wanted && System.nanoTime() - endNanos < 0;
    }

    private void shutGate() throws InterruptedException {
        try (var _ = watch.step("taking of outcomes, before a pause")) {
            gate.shutAndAwait();
        }
    }

    private void kill(Aim usual) {
        boolean boot = random.nextInt(100) < percent(lacksBooting()) && bootKills < MOST_BOOT_KILLS_IN_A_ROW;
        long bootNanos = random.nextInt(MOST_BOOT_MICROS) * 1_000L;
        long usualNanos = random.nextInt(usual == Aim.IDLE ? MOST_IDLE_MICROS : MOST_BUSY_MICROS) * 1_000L;
        int first = random.nextInt(Integer.MAX_VALUE);
        int warm = random.nextInt(100) < WARM_PERCENT ? random.nextInt(1, MOST_WARM_TASKS) : 0;
        leastTasks = usual == Aim.RUNNING ? warm : 0;
        if (boot && killBooting(first, bootNanos)) {
            bootKills++;
        } else {
            bootKills = 0;
            try (var _ = watch.step("a worker that is " + usual)) {
                while (!killOne(usual, first, usualNanos)) LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** False if none boots, or it became ready before the instant. */
    private boolean killBooting(int first, long delayNanos) {
        try (var _ = watch.step("a process that boots")) {
            while (find(Aim.BOOTING, first) == null) {
                if (pool.workers().stream().allMatch(Killer::isUp)) return false;
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
        return killOne(Aim.BOOTING, first, delayNanos);
    }

    private static boolean isUp(WorkerInfo worker) {
        return worker.state() == WorkerInfo.State.IDLE || worker.state() == WorkerInfo.State.BUSY;
    }

    /** False if no worker is as wanted, or it did not stay so until the instant. */
    private boolean killOne(Aim aim, int first, long delayNanos) {
        WorkerInfo victim = find(aim, first);
        if (victim == null) return false;
        long atNanos = System.nanoTime() + delayNanos;
        while (System.nanoTime() - atNanos < 0) {
            if (aim == Aim.BOOTING && !isStill(victim, aim)) return false;
            LockSupport.parkNanos(Math.min(LOOK_NANOS, delayNanos));
        }
        if (!isStill(victim, aim)) return false;
        Runnable takeBack = ledger.note(victim.pid(), aim);
        if (Processes.killChild(victim.pid())) {
            if (ledger.kills() % PROGRESS_KILLS == 0) System.err.println("storm: " + ledger.kills() + " kills");
            return true;
        }
        takeBack.run();
        return false;
    }

    private boolean isStill(WorkerInfo victim, Aim aim) {
        return pool.workers().stream()
                .anyMatch(now -> now.name().equals(victim.name())
                        && now.generation() == victim.generation()
                        && now.pid() == victim.pid()
                        && fits(now, aim));
    }

    private @Nullable WorkerInfo find(Aim aim, int first) {
        List<WorkerInfo> workers = pool.workers();
        for (int i = 0; i < workers.size(); i++) {
            WorkerInfo worker = workers.get((first % workers.size() + i) % workers.size());
            if (worker.pid() > 0 && fits(worker, aim)) return worker;
        }
        return null;
    }

    private boolean fits(WorkerInfo worker, Aim aim) {
        return switch (aim) {
            case RUNNING -> worker.state() == WorkerInfo.State.BUSY && worker.tasksDone() >= leastTasks;
            case IDLE -> worker.state() == WorkerInfo.State.IDLE;
            case BOOTING -> worker.state() == WorkerInfo.State.STARTING;
        };
    }
}
