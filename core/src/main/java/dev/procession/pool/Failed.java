package dev.procession.pool;

/**
 * The task threw, or its result or exception could not be brought back; its process went on.
 *
 * @param input the input
 * @param cause what it threw, with the stack it had in its own process; if that could not be rebuilt here, a
 *     {@link dev.procession.RemoteFailure} with class name, message and stack
 * @param info where and how it ran
 * @param <T> the type of the input
 * @param <R> the type of the result
 */
public record Failed<T, R>(T input, Throwable cause, TaskInfo info) implements Outcome<T, R> {}
