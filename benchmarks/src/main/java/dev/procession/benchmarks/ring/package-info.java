/** The ring between two processes, beside other ways to talk. */
@NullMarked
package dev.procession.benchmarks.ring;

import org.jspecify.annotations.NullMarked;
