/** Work that is worth a process. */
@NullMarked
package dev.procession.benchmarks.pdf;

import org.jspecify.annotations.NullMarked;
