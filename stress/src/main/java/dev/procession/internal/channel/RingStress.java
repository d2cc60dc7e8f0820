package dev.procession.internal.channel;

import dev.procession.internal.memory.TwoMappings;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.sync.Spin;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link RingWriter} and {@link RingReader}, the real ones, each on a mapping of its own. */
final class RingStress {
    private static final long CAPACITY = 64;
    private static final long RING_BYTES = RingLayout.DATA_AT + CAPACITY;
    private static final long READER_BELL_AT = 640;
    private static final long WRITER_BELL_AT = 768;
    private static final long PLACE_BYTES = 896;
    private static final TwoMappings MAPPINGS = TwoMappings.of(PLACE_BYTES);
    private static final Bell[] READER_BELLS = bells(MAPPINGS.first(), READER_BELL_AT);
    private static final Bell[] WRITER_BELLS = bells(MAPPINGS.second(), WRITER_BELL_AT);

    private static final byte[] ONES = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    private static final byte[] TWOS = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};

    private static final int NOTHING = 0;
    private static final int TORN = -1;

    private RingStress() {}

    private static Bell[] bells(TwoMappings.Side side, long at) {
        var bells = new Bell[TwoMappings.PLACES];
        for (int i = 0; i < bells.length; i++) {
            bells[i] = new Bell(side.segment(), MAPPINGS.offset(i) + at, side.domain(), new Spin(0));
        }
        return bells;
    }

    /** What came: nothing, or the value of all of its bytes; its kind and length are right too. */
    private static int value(Incoming incoming) {
        byte[] bytes = incoming.bytes();
        if (bytes.length != ONES.length || incoming.kind() != bytes[0]) return TORN;
        for (byte each : bytes) if (each != bytes[0]) return TORN;
        return bytes[0];
    }

    /** Two messages: they come in order, whole, or not yet. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "0, 1", "1, 0", "1, 2"},
            expect = Expect.ACCEPTABLE,
            desc = "So far they had come.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Torn, stale, out of order, or a frame that cannot be.")
    public static class Messages {
        private final RingWriter writer;
        private final RingReader reader;

        public Messages() {
            long offset = MAPPINGS.next();
            int index = MAPPINGS.index(offset);
            writer = new RingWriter(MAPPINGS.first().part(offset, RING_BYTES), CAPACITY, READER_BELLS[index]);
            reader = new RingReader(
                    MAPPINGS.second().part(offset, RING_BYTES), CAPACITY, (int) CAPACITY, WRITER_BELLS[index]);
        }

        @Actor
        public void writer() {
            writer.advance(new Outgoing(1, ONES, ONES.length));
            writer.advance(new Outgoing(2, TWOS, TWOS.length));
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = read();
            r.r2 = read();
        }

        private int read() {
            Incoming incoming = reader.poll();
            return incoming == null ? NOTHING : value(incoming);
        }
    }

    /** The control: a position stored without release, read without acquire. Hardware or compiler may show a stale payload. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "As the instructions stand there.")
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "CONTROL: published, and not there.")
    public static class ControlPlainPosition {
        private final MemorySegment writers;
        private final MemorySegment readers;

        public ControlPlainPosition() {
            long offset = MAPPINGS.next();
            writers = MAPPINGS.first().part(offset, RING_BYTES);
            readers = MAPPINGS.second().part(offset, RING_BYTES);
        }

        @Actor
        public void writer() {
            writers.set(ValueLayout.JAVA_INT, RingLayout.DATA_AT, 1);
            writers.set(ValueLayout.JAVA_LONG, RingLayout.TAIL_AT, 1);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = (int) readers.get(ValueLayout.JAVA_LONG, RingLayout.TAIL_AT);
            r.r2 = readers.get(ValueLayout.JAVA_INT, RingLayout.DATA_AT);
        }
    }
}
