/** Programs that each run alone and show one thing. */
@NullMarked
package dev.procession.examples;

import org.jspecify.annotations.NullMarked;
