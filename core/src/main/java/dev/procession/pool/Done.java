package dev.procession.pool;

/**
 * The task gave a result.
 *
 * @param input the input
 * @param value the result; null if the function returned null
 * @param info where and how it ran
 * @param <T> the type of the input
 * @param <R> the type of the result
 */
public record Done<T, R>(T input, R value, TaskInfo info) implements Outcome<T, R> {}
