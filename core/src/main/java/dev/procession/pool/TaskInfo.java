package dev.procession.pool;

import java.time.Duration;

/**
 * Where and how a task ran, for its last attempt.
 *
 * @param attempt the attempt that decided, from 1; 0 if the task never started
 * @param worker the name of the worker, or {@code -} if the task never started
 * @param pid the process, or 0 if the task never started
 * @param running how long it ran there
 */
public record TaskInfo(int attempt, String worker, long pid, Duration running) {}
