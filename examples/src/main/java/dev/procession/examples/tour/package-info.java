/** The scenario programs: each runs alone, and fails if what it shows does not hold. */
@NullMarked
package dev.procession.examples.tour;

import org.jspecify.annotations.NullMarked;
