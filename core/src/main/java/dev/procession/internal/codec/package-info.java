/**
 * Turns values, functions and exceptions into bytes for another process, and back.
 *
 * <p><b>A message</b> is one tag byte and what {@link dev.procession.internal.codec.Tag} says must follow. Numbers,
 * strings, primitive arrays and records of these have encodings of their own, cheap enough for small tasks; everything
 * else is one stream of Java serialisation. Numbers are little endian. A message has no version: both ends are started
 * from one class path.
 *
 * <p><b>Whom to believe.</b> A child believes its parent: it decodes functions without filter. The parent does not
 * believe a child: {@link dev.procession.internal.codec.DecodeGuard} bounds size, depth and time, a filter decides on
 * classes, and whatever else goes wrong becomes one {@link dev.procession.DecodingException}. Messages are decoded from
 * a private copy of the bytes, never from memory that the sender can still write.
 */
package dev.procession.internal.codec;
