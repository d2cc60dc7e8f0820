package dev.procession.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the first of several things, as {@code multiprocessing.connection.wait} does.
 *
 * <pre>{@code
 * List<Sentinel> ended = Waiter.await(children.stream().map(ChildProcess::sentinel).toList(), Duration.ofSeconds(1));
 * }</pre>
 *
 * <p>There is no bound for the number of things, and no descriptor or thread is taken for them.
 */
public final class Waiter {
    private Waiter() {}

    /**
     * Waits until at least one is ready.
     *
     * @param <W> the kind of things
     * @param things what to wait for; nothing is consumed
     * @return those that are ready, in the order in which they were given
     * @throws InterruptedException if the caller is interrupted while it waits
     * @throws IllegalArgumentException if there is nothing to wait for, which would never end
     */
    public static <W extends Waitable> List<W> await(Collection<? extends W> things) throws InterruptedException {
        if (things.isEmpty()) throw new IllegalArgumentException("nothing was given to wait for: it would never end");
        return await(things, Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * Waits until at least one is ready, but not longer than a time.
     *
     * @param <W> the kind of things
     * @param things what to wait for; nothing is consumed
     * @param timeout the longest time; zero or less only looks
     * @return those that are ready, in the order in which they were given; empty if none was in time
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public static <W extends Waitable> List<W> await(Collection<? extends W> things, Duration timeout)
            throws InterruptedException {
        List<W> watched = List.copyOf(things);
        List<W> ready = ready(watched);
        if (!ready.isEmpty() || timeout.isNegative() || timeout.isZero()) return ready;
        var news = new Semaphore(0);
        Runnable listener = news::release;
        try {
            watched.forEach(w -> listen(w, listener));
            long nanos = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0 ? timeout.toNanos() : Long.MAX_VALUE;
            if (!news.tryAcquire(nanos, TimeUnit.NANOSECONDS)) return ready(watched);
        } finally {
            watched.forEach(w -> forget(w, listener));
        }
        return ready(watched);
    }

    private static <W extends Waitable> List<W> ready(List<W> things) {
        return things.stream().filter(Waitable::isReady).toList();
    }

    private static void listen(Waitable thing, Runnable listener) {
        switch (thing) {
            case Sentinel sentinel -> sentinel.listen(listener);
        }
    }

    private static void forget(Waitable thing, Runnable listener) {
        switch (thing) {
            case Sentinel sentinel -> sentinel.forget(listener);
        }
    }
}
