package dev.procession.pool;

import java.util.Iterator;
import java.util.stream.Stream;

/**
 * The outcomes of one function over many inputs, as they come.
 *
 * <p>Inputs are read as results are taken, a bounded number ahead, so both may be endless. One thread at a time may use
 * it. Waiting in {@code hasNext} notices dead workers; if the waiting thread is interrupted, the rest is cancelled and a
 * {@link java.util.concurrent.CancellationException} is thrown with the interrupt status set.
 *
 * @param <T> the type of the inputs
 * @param <R> the type of the results
 */
public sealed interface Outcomes<T, R> extends Iterable<Outcome<T, R>>, AutoCloseable
        permits dev.procession.internal.pool.OutcomeStream {

    /**
     * Returns the outcomes; they can be gone through once.
     *
     * @return the iterator, whose {@code hasNext} waits
     * @throws IllegalStateException if it has been asked for before
     */
    @Override
    Iterator<Outcome<T, R>> iterator();

    /**
     * Returns the outcomes as a sequential stream, instead of {@link #iterator}; closing the stream closes this object.
     *
     * @return the stream
     * @throws IllegalStateException if it or the iterator has been asked for before
     */
    Stream<Outcome<T, R>> stream();

    /** Cancels what has not ended, without waiting for it, and reads no further input. May be called at any time. */
    @Override
    void close();
}
