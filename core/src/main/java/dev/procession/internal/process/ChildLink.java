package dev.procession.internal.process;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.sync.Liveness;

/**
 * What a child has of its parent.
 *
 * @param segment the segment between them
 * @param control the control block
 * @param duplex the child's end of the rings
 * @param parent whether the parent lives
 */
public record ChildLink(SharedSegment segment, ControlBlock control, Duplex duplex, Liveness parent) {}
