package dev.procession.os;

/**
 * The two descriptors of a pipe.
 *
 * @param read the end to read from
 * @param write the end to write to
 */
public record PipeEnds(int read, int write) {}
