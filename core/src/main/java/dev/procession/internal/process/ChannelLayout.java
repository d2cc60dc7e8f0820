package dev.procession.internal.process;

import dev.procession.internal.channel.Duplex;
import dev.procession.internal.memory.SegmentHeader;

/**
 * The segment between a process and a JVM of its pool.
 * <h2>Layout, format 1</h2><pre>
 * offset    size name
 *      0     128 header   {@link SegmentHeader}
 *    128   65536 control  {@link ControlBlock}
 *      …       … duplex   {@link Duplex}
 *      …    4096 role     whatever the role of the child puts there; a pool: its task board</pre>
 */
public final class ChannelLayout {
    public static final long CONTROL_AT = SegmentHeader.BYTES;
    public static final long DUPLEX_AT = CONTROL_AT + ControlBlock.BYTES;
    public static final long ROLE_AT = DUPLEX_AT + Duplex.bytes();
    public static final long ROLE_BYTES = 4096;
    public static final long BYTES = ROLE_AT + ROLE_BYTES;

    private ChannelLayout() {}
}
