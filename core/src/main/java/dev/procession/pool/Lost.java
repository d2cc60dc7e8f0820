package dev.procession.pool;

import dev.procession.Certificate;

/**
 * The process of the task ended, or was ended, before the task gave a result.
 *
 * @param input the input
 * @param certificate why, from evidence
 * @param info where and how it ran
 * @param <T> the type of the input
 * @param <R> the type of the result
 */
public record Lost<T, R>(T input, Certificate certificate, TaskInfo info) implements Outcome<T, R> {}
