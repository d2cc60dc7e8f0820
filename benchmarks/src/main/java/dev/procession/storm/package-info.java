/** Storms: pools under random kills and random use, replayable by their seed. */
@NullMarked
package dev.procession.storm;

import org.jspecify.annotations.NullMarked;
