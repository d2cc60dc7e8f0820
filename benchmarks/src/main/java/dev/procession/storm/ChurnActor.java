package dev.procession.storm;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessFuture;
import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import dev.procession.testkit.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One thread of the second storm: takes random steps with random pools until it is over, then helps to end what is left. */
final class ChurnActor implements Runnable {
    private static final int MOST_PENDING = 20;
    private static final int MOST_LIFE_MILLIS = 1_200;
    private static final int MOST_PAUSE_MICROS = 3_000;
    private static final int MOST_GRACE_MILLIS = 100;
    private static final int STREAM_INPUTS = 40;

    private final ChurnStorm storm;
    private final SplittableRandom random;
    private @Nullable ChurnPool recent;

    ChurnActor(ChurnStorm storm, SplittableRandom random) {
        this.storm = storm;
        this.random = random;
    }

    @Override
    public void run() {
        try {
            while (storm.goesOn()) {
                step();
                TimeUnit.MICROSECONDS.sleep(random.nextInt(MOST_PAUSE_MICROS));
            }
            for (int slot = 0; slot < storm.slots().length(); slot++) {
                ChurnPool rest = storm.slots().getAndSet(slot, null);
                if (rest != null) end(rest);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            storm.findings().add("a thread gave up", e);
        }
    }

    private void step() throws InterruptedException {
        int slot = random.nextInt(storm.slots().length());
        ChurnPool pool = storm.slots().get(slot);
        if (pool == null) {
            open(slot);
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 45) submit(pool);
        else if (dice < 60) cancel(pool);
        else if (dice < 75) get(pool);
        else if (dice < 80) leaveHalfWay(pool);
        else if (dice < 83) kill(pool);
        else if (dice < 93) endIfRipe(slot, pool);
        else if (recent != null) useEnded(recent);
    }

    private void open(int slot) throws InterruptedException {
        int workers = random.nextInt(1, 3);
        int graceMillis = random.nextInt(MOST_GRACE_MILLIS);
        double life = random.nextDouble();
        long lifeNanos = (long) (life * life * MOST_LIFE_MILLIS * 1_000_000); // squared: many end as they boot
        if (!storm.workers().tryAcquire(workers)) return;
        ProcessPool opened;
        try (var _ = storm.watch().step("open")) {
            opened = ProcessPool.open(o -> o.withWorkers(workers).withGrace(Duration.ofMillis(graceMillis)));
        }
        var pool = new ChurnPool(opened, workers, System.nanoTime() + lifeNanos);
        storm.opened(pool);
        if (!storm.slots().compareAndSet(slot, null, pool)) end(pool);
    }

    private void submit(ChurnPool pool) {
        if (pool.pending() >= MOST_PENDING) return;
        int count = random.nextInt(1, 6);
        for (int i = 0; i < count; i++) submitOne(pool, random.nextLong(1L << 40), random.nextInt(20));
    }

    private void submitOne(ChurnPool pool, long input, int kind) {
        ProcessFuture<Long> future;
        try (var _ = storm.watch().step("submit")) {
            future = switch (kind) {
                case 0 -> pool.pool().submit(Work::stubborn, input);
                case 1 -> pool.pool().submit(Work::failing, input);
                case 2, 3, 4 -> pool.pool().submit(Work::sleepy, input);
                case 5, 6 -> pool.pool().submit(() -> Work.small(input));
                default -> pool.pool().submit(Work::small, input);
            };
        } catch (RejectedExecutionException e) {
            storm.counts().count(ChurnCount.REJECTED);
            return;
        }
        pool.add(new ChurnFuture(future, input, kind == 1, pool));
        var _ = future.whenComplete((_, failure) -> {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            if (cause != null && !ChurnFuture.isProper(cause)) storm.findings().add("a dependent got", cause);
            storm.counts().count(ChurnCount.DEPENDENTS);
        });
        // It may have been accepted while another thread ended the pool, which then cannot have looked at it.
        if (pool.pool().isTerminated() && !future.isDone())
            storm.findings().add("a future of an ended pool is open: " + future);
    }

    private void cancel(ChurnPool pool) {
        ChurnFuture one = any(pool);
        if (one == null) return;
        boolean interrupt = random.nextBoolean();
        boolean cancelled;
        try (var _ = storm.watch().step("cancel")) {
            cancelled = one.cancel(interrupt);
        }
        storm.counts().count(interrupt ? ChurnCount.CANCEL_INTERRUPT : ChurnCount.CANCEL);
        if (!cancelled) storm.counts().count(ChurnCount.CANCEL_REFUSED);
        else if (!one.future().isCancelled()) storm.findings().add("cancelled, and then not: " + one.future());
    }

    private void get(ChurnPool pool) throws InterruptedException {
        ChurnFuture one = any(pool);
        if (one == null) return;
        try (var _ = storm.watch().step("get with a timeout")) {
            Object _ = one.future().get(random.nextInt(30), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return; // how it ended is judged when all is over
        }
    }

    private @Nullable ChurnFuture any(ChurnPool pool) {
        List<ChurnFuture> futures = pool.futures();
        if (futures.isEmpty()) return null;
        int last = Math.min(futures.size(), MOST_PENDING);
        return futures.get(futures.size() - 1 - random.nextInt(last));
    }

    /** Takes some outcomes and closes the rest; another thread may end the pool or kill its workers meanwhile. */
    private void leaveHalfWay(ChurnPool pool) {
        long first = random.nextLong(1L << 40);
        int wanted = random.nextInt(1, STREAM_INPUTS / 2);
        storm.counts().count(ChurnCount.STREAMS);
        List<Long> inputs =
                LongStream.range(first, first + STREAM_INPUTS).boxed().toList();
        try (var outcomes = pool.pool().outcomes(Work::small, inputs)) {
            var each = outcomes.iterator();
            var seen = new HashSet<Long>();
            for (int i = 0; i < wanted; i++) {
                try (var _ = storm.watch().step("an outcome of a stream")) {
                    if (!each.hasNext()) break;
                }
                Outcome<Long, Long> outcome = each.next();
                judge(outcome, first, seen);
            }
        }
    }

    /** One outcome an input: its value, or the end of the pool or of a process that somebody killed. */
    private void judge(Outcome<Long, Long> outcome, long first, Set<Long> seen) {
        boolean own = outcome.input() >= first && outcome.input() < first + STREAM_INPUTS;
        if (!own || !seen.add(outcome.input())) storm.findings().add("a stream gave one more outcome: " + outcome);
        switch (outcome) {
            case Done<Long, Long> done -> {
                if (done.value() != Work.expected(done.input()))
                    storm.findings().add("a stream gave a wrong value: " + done);
            }
            case Failed<Long, Long> failed -> {
                if (!(failed.cause() instanceof RejectedExecutionException))
                    storm.findings().add("an input of a stream failed", failed.cause());
            }
            case Lost<Long, Long> lost -> {
                LossCause cause = lost.certificate().cause();
                boolean killed = cause instanceof LossCause.Signaled signaled && signaled.signal() == 9;
                if (!killed && !(cause instanceof LossCause.PoolClosed))
                    storm.findings().add("an input of a stream was lost otherwise: " + lost);
            }
        }
    }

    private void kill(ChurnPool pool) {
        List<WorkerInfo> workers = pool.pool().workers();
        long pid = workers.get(random.nextInt(workers.size())).pid();
        pool.killing();
        if (pid > 0 && Processes.killChild(pid)) storm.counts().count(ChurnCount.KILLED);
    }

    private void endIfRipe(int slot, ChurnPool pool) throws InterruptedException {
        if (!pool.isRipe()) return;
        // Half of them stay where the others find them while they end.
        boolean hide = random.nextBoolean();
        if (hide && !storm.slots().compareAndSet(slot, pool, null)) return;
        end(pool);
        if (!hide) storm.slots().compareAndSet(slot, pool, null);
    }

    private void useEnded(ChurnPool pool) throws InterruptedException {
        if (random.nextBoolean()) submit(pool);
        else end(pool);
    }

    /** Ends a pool in one of its ways; afterwards it has ended, and all of its futures. */
    private void end(ChurnPool pool) throws InterruptedException {
        recent = pool;
        switch (random.nextInt(5)) {
            case 0 -> bounded(ChurnCount.CLOSE, pool.pool()::close);
            case 1 -> {
                pool.endingAtOnce();
                Thread.currentThread().interrupt();
                bounded(ChurnCount.CLOSE_INTERRUPTED, pool.pool()::close);
                if (!Thread.interrupted()) storm.findings().add("close() swallowed an interrupt");
            }
            case 2 -> {
                Duration atMost = Duration.ofMillis(random.nextInt(300));
                pool.endingAtOnce();
                bounded(ChurnCount.CLOSE_TIMED, () -> pool.pool().close(atMost));
            }
            case 3 -> {
                pool.endingAtOnce();
                bounded(ChurnCount.SHUTDOWN_NOW, () -> {
                    var _ = pool.pool().shutdownNow();
                });
            }
            default -> {
                pool.pool().shutdown();
                boolean ended;
                try (var _ = storm.watch().step("awaitTermination")) {
                    ended = pool.pool().awaitTermination(2 * HangWatch.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                }
                if (!ended) storm.findings().add("not terminated: " + pool.pool());
                storm.counts().count(ChurnCount.SHUTDOWN_AWAIT);
            }
        }
        settle(pool);
    }

    private void bounded(ChurnCount what, Runnable ending) {
        try (var _ = storm.watch().step(what.name())) {
            ending.run();
        }
        storm.counts().count(what);
    }

    private void settle(ChurnPool pool) {
        var open = new ArrayList<ChurnFuture>();
        for (ChurnFuture future : pool.futures()) if (!future.isDone()) open.add(future);
        if (!pool.pool().isTerminated()) storm.findings().add("ended, but not terminated: " + pool.pool());
        for (ChurnFuture future : open)
            storm.findings()
                    .add("open after the end of its pool: " + future.future() + ", now done: " + future.isDone());
        if (pool.settle()) storm.workers().release(pool.workers());
        else storm.counts().count(ChurnCount.ENDED_TWICE);
    }
}
