/** Limits on the time of tasks. */
@NullMarked
package dev.procession.benchmarks.limits;

import org.jspecify.annotations.NullMarked;
