package dev.procession.internal.channel;

/**
 * A ring: a stream of frames from one writing process to one reading process.
 * <h2>Layout, format 1: 512 + capacity bytes, aligned to 128</h2><pre>
 * offset size name      written by                  read by
 *      0    8 tail      writer (release)            reader (acquire): bytes ever written, a multiple of 8
 *    128    8 head      reader (release)            writer (acquire): bytes ever read, a multiple of 8
 *    256    4 closed    writer (release): 1         reader: no frame will follow
 *    384  128 zero
 *    512    n data      writer, in [tail, head+n)   reader, in [head, tail); position p stands at p mod n
 * frame, aligned to 8: | payload bytes i32 | kind 0..7, MORE 31 i32 | payload, padded to 8 |
 * A message larger than a frame is a run of frames of one kind, all but its last with MORE.</pre>
 * <h2>Invariants</h2>
 * I1. {@code 0 <= tail - head <= capacity}; both only grow. I2. Everything in [head, tail) is whole frames: payload first, then
 * one store that publishes it. I3. One writer and one reader at a time; inside a process a lock sees to that.
 * <h2>If a process is killed</h2><pre>
 * between                                     leaves                       put right by
 * writing a payload and tail                  nothing: not published       nobody has to
 * two frames of one message                   a message without its end    the reader, once the writer is dead: drops it
 * tail and the bell                           a sleeper not rung           {@link dev.procession.internal.sync.Bell}
 * reading a payload and head                  the frame, unread            the ring dies with its reader
 * the last message and closed                 all messages, no end         the reader, once the writer is dead</pre>
 */
final class RingLayout {
    static final long TAIL_AT = 0;
    static final long HEAD_AT = 128;
    static final long CLOSED_AT = 256;
    static final long DATA_AT = 512;
    static final int FRAME_HEADER_BYTES = 8;
    static final int MORE = 1 << 31;
    static final int KIND_MASK = 0xFF;

    private RingLayout() {}

    static long padded(long bytes) {
        return (bytes + 7) & ~7L;
    }
}
