/** What the API promises, on real processes. */
@NullMarked
package dev.procession.contract;

import org.jspecify.annotations.NullMarked;
