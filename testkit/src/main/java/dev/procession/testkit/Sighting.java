package dev.procession.testkit;

/**
 * A process that was seen running. Its number may later be another's; number and start together never are.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot
 */
public record Sighting(int pid, long startTicks) {}
