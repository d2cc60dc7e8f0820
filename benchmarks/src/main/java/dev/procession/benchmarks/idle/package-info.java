/** What a pool costs that does nothing. */
@NullMarked
package dev.procession.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
