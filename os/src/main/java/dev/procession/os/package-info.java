/**
 * The operating system as Linux offers it: the only package with restricted native methods.
 *
 * <p>One class per family of calls, no policy. Methods take and return plain numbers, descriptors and memory segments;
 * what the system refuses becomes an {@link dev.procession.os.OsException} that carries the error number of that very
 * call. Deadlines are absolute, on the clock of {@link dev.procession.os.Clock}. Blocking calls here ignore
 * {@link Thread#interrupt} and hold their carrier thread; the layers above decide who may make them.
 */
@NullMarked
package dev.procession.os;

import org.jspecify.annotations.NullMarked;
