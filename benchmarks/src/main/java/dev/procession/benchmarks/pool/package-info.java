/** The pool beside its rivals. */
@NullMarked
package dev.procession.benchmarks.pool;

import org.jspecify.annotations.NullMarked;
