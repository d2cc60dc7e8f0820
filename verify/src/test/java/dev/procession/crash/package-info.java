/** What happens when processes are killed. */
@NullMarked
package dev.procession.crash;

import org.jspecify.annotations.NullMarked;
