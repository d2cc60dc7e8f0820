package dev.procession.internal.process;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.sync.Liveness;

/**
 * What a child has of its parent.
 *
 * @param name the child's own name
 * @param domain the domain they meet in
 * @param segment the segment between them
 * @param control the control block
 * @param duplex the child's end of the rings
 * @param parent whether the parent lives
 */
public record ChildLink(
        String name, Domain domain, SharedSegment segment, ControlBlock control, Duplex duplex, Liveness parent) {}
