package dev.procession.storm;

import dev.procession.pool.ProcessPool;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pool that several threads use and end, with what they did to it. */
final class ChurnPool {
    private final ProcessPool pool;
    private final int workers;
    private final long ripeNanos;
    private final Queue<ChurnFuture> futures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile boolean killed;
    private volatile boolean endedAtOnce;

    /**
     * Takes a pool over.
     *
     * @param ripeNanos when it may be ended
     */
    ChurnPool(ProcessPool pool, int workers, long ripeNanos) {
        this.pool = pool;
        this.workers = workers;
        this.ripeNanos = ripeNanos;
    }

    ProcessPool pool() {
        return pool;
    }

    int workers() {
        return workers;
    }

    boolean isRipe() {
        return System.nanoTime() - ripeNanos > 0;
    }

    void add(ChurnFuture future) {
        futures.add(future);
    }

    List<ChurnFuture> futures() {
        return List.copyOf(futures);
    }

    long pending() {
        return futures.stream().filter(f -> !f.isDone()).count();
    }

    /** True for the first who asks: he gives its workers back. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    void killing() {
        killed = true;
    }

    void endingAtOnce() {
        endedAtOnce = true;
    }

    boolean wasKilled() {
        return killed;
    }

    boolean wasEndedAtOnce() {
        return endedAtOnce;
    }
}
