/** What all benchmarks share: the front door, the machine, tables and raw results. */
@NullMarked
package dev.procession.benchmarks;

import org.jspecify.annotations.NullMarked;
