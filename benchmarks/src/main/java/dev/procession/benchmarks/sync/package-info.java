/** What locks, conditions, events and counters between processes cost. */
@NullMarked
package dev.procession.benchmarks.sync;

import org.jspecify.annotations.NullMarked;
