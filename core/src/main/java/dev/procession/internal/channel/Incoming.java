package dev.procession.internal.channel;

/**
 * A message that has come whole.
 *
 * @param kind its kind, 0 to 255
 * @param bytes its bytes, all of them
 */
public record Incoming(int kind, byte[] bytes) {}
