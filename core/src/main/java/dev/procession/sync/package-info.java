/**
 * Locks, events, latches and barriers that processes share, and that no death can wedge.
 *
 * <p>They are made by {@code create} in any process of a program, captured by lambdas, and used wherever those run.
 */
package dev.procession.sync;
