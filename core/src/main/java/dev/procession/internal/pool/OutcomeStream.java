package dev.procession.internal.pool;

import dev.procession.EncodingException;
import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.TaskInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of one call. Inputs are read and encoded by the thread that takes outcomes, up to {@link #window} ahead; when half of that
 * has come back, the next half is sent in one go.
 *
 * <p>One thread uses it, any may close it, and the threads of the pool put ended tasks into {@code arrived}.
 *
 * @param <T> the type of the inputs
 * @param <R> the type of the results
 */
public final class OutcomeStream<T, R> implements Outcomes<T, R>, Task.Listener {
    /** Per worker: what it may have in its ring, and as much again to send when that is done. */
    private static final int AHEAD_PER_WORKER = 32;

    private final Dispatcher dispatcher;
    private final Call call;
    private final Iterator<? extends T> inputs;
    private final int window;
    private final int attempts;
    private final boolean inOrder;
    private final LinkedBlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();
    private final Map<Task, Entry<T>> outstanding = new HashMap<>();
    private final Map<Integer, Arrival> early = new HashMap<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean closed;
    private int sent;
    private int taken;
    private @Nullable Arrival next;

    OutcomeStream(
            Dispatcher dispatcher,
            Call call,
            Iterator<? extends T> inputs,
            int workers,
            int attempts,
            boolean inOrder) {
        this.dispatcher = dispatcher;
        this.call = call;
        this.inputs = inputs;
        this.window = workers * AHEAD_PER_WORKER;
        this.attempts = attempts;
        this.inOrder = inOrder;
    }

    private record Arrival(Task task, RawOutcome outcome) {}

    private record Entry<T>(int index, T input) {}

    @Override
    public void ended(Task task, RawOutcome outcome) {
        arrived.add(new Arrival(task, outcome));
    }

    @Override
    public Iterator<Outcome<T, R>> iterator() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("outcomes can be gone through once; keep them in a list to do it again");
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return hasNextOutcome();
            }

            @Override
            public Outcome<T, R> next() {
                if (!hasNextOutcome()) throw new NoSuchElementException("all outcomes have been taken");
                return nextOutcome();
            }
        };
    }

    private boolean hasNextOutcome() {
        try {
            return awaitNext();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            var cancelled = new CancellationException("interrupted while waiting for outcomes; the rest was cancelled");
            cancelled.initCause(e);
            throw cancelled;
        }
    }

    /** Waits for the next outcome; false if there is none, or if this was closed. */
    boolean awaitNext() throws InterruptedException {
        if (next != null) return true;
        if (closed) return false;
        topUp();
        if (sent == taken) {
            close();
            return false;
        }
        next = inOrder ? takeInOrder() : arrived.take();
        if (!closed) return true;
        next = null;
        return false;
    }

    private Arrival takeInOrder() throws InterruptedException {
        Arrival known = early.remove(taken);
        while (known == null) {
            Arrival arrival = arrived.take();
            int index = entry(arrival.task()).index();
            if (index == taken) known = arrival;
            else early.put(index, arrival);
        }
        return known;
    }

    /** The position of the input whose outcome is next. */
    int nextIndex() {
        Arrival arrival = next;
        if (arrival == null) throw new NoSuchElementException("no outcome is there; ask hasNext first");
        return entry(arrival.task()).index();
    }

    private Entry<T> entry(Task task) {
        Entry<T> entry = outstanding.get(task);
        if (entry == null) throw new IllegalStateException("an outcome of no task of this call");
        return entry;
    }

    /** What {@link #awaitNext} found. */
    Outcome<T, R> nextOutcome() {
        Arrival arrival = Objects.requireNonNull(next);
        next = null;
        taken++;
        Entry<T> entry = entry(arrival.task());
        synchronized (outstanding) {
            outstanding.remove(arrival.task());
        }
        return Decoding.decode(arrival.task(), entry.input(), arrival.outcome());
    }

    private void topUp() {
        if (sent - taken > window / 2 || !inputs.hasNext()) return;
        List<Task> batch = new ArrayList<>();
        try {
            while (!closed && sent - taken < window && inputs.hasNext()) {
                T input = inputs.next();
                Task task = encoded(input);
                synchronized (outstanding) {
                    outstanding.put(task, new Entry<>(sent, input));
                }
                sent++;
                if (task.state() != Task.State.ENDED) batch.add(task);
            }
        } finally {
            submit(batch); // also when the inputs throw: what has been counted must come back
            if (closed) cancelRest(); // close() may have looked before these were there
        }
    }

    private void submit(List<Task> batch) {
        try {
            dispatcher.submit(batch);
        } catch (RejectedExecutionException e) {
            for (Task task : batch) refuse(task, e);
        }
    }

    private Task encoded(T input) {
        try {
            return new Task(call, input, WorkerPool.encode(input), attempts, this);
        } catch (EncodingException e) {
            return unsendable(input, e);
        } catch (OutOfMemoryError e) { // one input that is too large costs itself, and not those that have outcomes
            return unsendable(
                    input,
                    new EncodingException(
                            "an input cannot be encoded: this process has no memory left for it (" + e.getMessage()
                                    + ")\n  effect: it was not sent; the other inputs go on"
                                    + "\n  remedy: raise -Xmx, or send less at once, such as the path of a file",
                            e));
        }
    }

    private Task unsendable(T input, EncodingException reason) {
        Task task = new Task(call, input, new byte[0], attempts, this);
        refuse(task, reason);
        return task;
    }

    private void refuse(Task task, RuntimeException cause) {
        if (task.state() == Task.State.ENDED) return; // cancelled by close()
        task.end();
        ended(task, new RawOutcome.Refused(cause, new TaskInfo(0, "-", 0, Duration.ZERO)));
    }

    @Override
    public Stream<Outcome<T, R>> stream() {
        var spliterator = Spliterators.spliteratorUnknownSize(iterator(), Spliterator.NONNULL | Spliterator.ORDERED);
        return StreamSupport.stream(spliterator, false).onClose(this::close);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        cancelRest();
    }

    private void cancelRest() {
        List<Task> rest;
        synchronized (outstanding) {
            rest = List.copyOf(outstanding.keySet());
        }
        for (Task task : rest) dispatcher.cancel(task, true); // each tells ended(), which wakes whoever waits
        dispatcher.forget(call);
    }

    @Override
    public String toString() {
        return "outcomes of " + call.functionName() + ": " + taken + " taken, " + (sent - taken) + " under way"
                + (closed ? ", closed" : "");
    }
}
