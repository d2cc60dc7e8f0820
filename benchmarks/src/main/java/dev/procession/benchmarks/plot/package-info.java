/** Pictures of results, as SVG without any library: text stays text, and both a light and a dark page suit it. */
@NullMarked
package dev.procession.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
