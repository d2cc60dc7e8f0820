/** What a process costs, and how soon its end is known. */
@NullMarked
package dev.procession.benchmarks.process;

import org.jspecify.annotations.NullMarked;
