/**
 * Locks, events, latches and barriers that processes share, and that no death can break. What a dead process had goes to those who live,
 * or they are told; but not counts of a latch and permits of a counting semaphore, which belong to nobody.
 *
 * <p>They are made by {@code create} in any process of a program, captured by lambdas, and used wherever those run.
 */
package dev.procession.sync;
