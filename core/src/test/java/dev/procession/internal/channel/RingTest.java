package dev.procession.internal.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.CorruptSegmentException;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Member;
import dev.procession.internal.memory.SegmentKind;
import dev.procession.internal.memory.SharedObject;
import dev.procession.internal.memory.Words;
import dev.procession.internal.sync.Bell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages through a ring: whole, in order, once; and what a hostile peer can do to its reader and its writer. */
@Timeout(60)
final class RingTest {
    private static final int CAPACITY = 4096;
    private static final int LONGEST = 64 << 10;
    private static final long BELLS_AT = 128;
    private static final long RING_AT = 512;

    @TempDir
    Path base;

    private Domain domain;
    private SharedObject object;
    private MemorySegment ring;
    private Bell readerBell;
    private Bell writerBell;
    private RingWriter writer;
    private RingReader reader;

    @BeforeEach
    void open() {
        domain = Member.domainIn(base);
        object = domain.createObject(SegmentKind.MEMORY, RING_AT + RingLayout.DATA_AT + CAPACITY);
        ring = object.segment().memory().asSlice(RING_AT, RingLayout.DATA_AT + CAPACITY);
        readerBell = new Bell(object.segment(), BELLS_AT, domain);
        writerBell = new Bell(object.segment(), BELLS_AT + 128, domain);
        writer = new RingWriter(ring, CAPACITY, readerBell);
        reader = new RingReader(ring, CAPACITY, LONGEST, writerBell);
    }

    @AfterEach
    void close() {
        domain.destroyObject(object);
        Member.leave(domain);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Outgoing message(int kind, byte[] bytes) {
        return new Outgoing(kind, bytes, bytes.length);
    }

    private long head() {
        return Words.longAcquire(ring, RingLayout.HEAD_AT);
    }

    private void fill() {
        boolean room = true;
        while (room) room = writer.advance(message(1, new byte[56]));
    }

    private void drain() {
        Incoming incoming = reader.poll();
        while (incoming != null) incoming = reader.poll();
    }

    private void frame(long at, int length, int flags) {
        ring.set(ValueLayout.JAVA_INT, RingLayout.DATA_AT + at, length);
        ring.set(ValueLayout.JAVA_INT, RingLayout.DATA_AT + at + 4, flags);
    }

    private void assertCorrupt(String what) {
        assertThatExceptionOfType(CorruptSegmentException.class)
                .isThrownBy(() -> reader.poll())
                .withMessageContaining(what);
    }

    /** Messages of random sizes, 0 and many times the ring among them, arrive as they were sent, around every edge. */
    @Test
    void randomMessagesArriveWholeAndInOrder() {
        long seed = Long.getLong("procession.test.seed", System.nanoTime());
        System.out.println("RingTest seed " + seed);
        var random = new Random(seed);
        var expected = new ArrayDeque<byte[]>();
        int sent = 0;
        Outgoing open = null;
        long lastHead = 0;
        while (sent < 3000 || open != null || !expected.isEmpty()) {
            if (open == null && sent < 3000) {
                int size = switch (random.nextInt(10)) {
                    case 0 -> 0;
                    case 1 -> CAPACITY + random.nextInt(LONGEST - CAPACITY + 1);
                    case 2 -> CAPACITY / 4 + random.nextInt(17) - 8;
                    case 3 -> CAPACITY / 2 + random.nextInt(17) - 8;
                    default -> random.nextInt(300);
                };
                byte[] body = bytes(random, size);
                expected.add(body);
                open = message(sent++ & 0xFF, body);
            }
            if (open != null && writer.advance(open)) open = null;
            if (open != null || random.nextInt(3) == 0) {
                Incoming incoming = reader.poll();
                while (incoming != null) {
                    assertThat(incoming.bytes()).isEqualTo(expected.remove());
                    incoming = random.nextBoolean() ? reader.poll() : null;
                }
            }
            assertThat(head()).as("the head never goes back").isGreaterThanOrEqualTo(lastHead);
            lastHead = head();
        }
        assertThat(lastHead).isGreaterThan(10L * CAPACITY);
        assertThat(reader.isInsideMessage()).isFalse();
    }

    /** An empty message is a message, with its kind. */
    @Test
    void anEmptyMessageArrives() {
        assertThat(writer.advance(message(255, new byte[0]))).isTrue();
        Incoming incoming = reader.poll();
        assertThat(incoming).isNotNull().extracting(Incoming::kind).isEqualTo(255);
        assertThat(incoming.bytes()).isEmpty();
        assertThat(reader.poll()).isNull();
    }

    /** A full ring takes nothing, and takes again what the reader has made room for. */
    @Test
    void aFullRingHoldsTheWriterBack() {
        byte[] body = new byte[56];
        int written = 0;
        Outgoing refused = message(1, body);
        while (writer.advance(refused)) {
            written++;
            refused = message(1, body);
        }
        assertThat(written).isEqualTo(CAPACITY / 64);
        assertThat(writer.hasSpace()).isFalse();
        assertThat(writer.advance(refused)).isFalse();
        for (int i = 0; i < written; i++) assertThat(reader.poll()).isNotNull();
        assertThat(writer.hasSpace()).isTrue();
        assertThat(writer.advance(refused)).isTrue();
    }

    /** A message cut off in the middle can go on from an array of its own. */
    @Test
    void aDetachedRestGoesOn() {
        byte[] body = bytes(new Random(1), 3 * CAPACITY);
        Outgoing whole = new Outgoing(7, body.clone(), body.length);
        assertThat(writer.advance(whole)).isFalse();
        Outgoing rest = whole.detached();
        Incoming incoming = reader.poll();
        while (incoming == null) {
            writer.advance(rest);
            incoming = reader.poll();
        }
        assertThat(incoming.bytes()).isEqualTo(body);
        assertThat(incoming.kind()).isEqualTo(7);
    }

    /** Two threads, a million small messages, both asleep at times: none is lost, doubled or changed. */
    @Test
    void aMillionMessagesBetweenTwoThreads() throws Exception {
        int messages = 1_000_000;
        try (var pool = Executors.newSingleThreadExecutor()) {
            var writing = pool.submit((Callable<Void>) () -> {
                byte[] body = new byte[16];
                MemorySegment view = MemorySegment.ofArray(body);
                for (int i = 0; i < messages; i++) {
                    view.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
                    Outgoing outgoing = new Outgoing(1, body, 4 + (i & 7));
                    while (!writer.advance(outgoing)) {
                        assertThat(writerBell.await(Bell.SPACE, writer::hasSpace, () -> true, Long.MAX_VALUE))
                                .isTrue();
                    }
                }
                writer.close();
                return null;
            });
            int next = 0;
            while (next < messages) {
                Incoming incoming = reader.poll();
                if (incoming == null) {
                    readerBell.await(Bell.DATA, reader::hasData, () -> true, Long.MAX_VALUE);
                    continue;
                }
                int number = MemorySegment.ofArray(incoming.bytes()).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
                if (number != next || incoming.bytes().length != 4 + (next & 7))
                    assertThat(number).isEqualTo(next);
                next++;
            }
            writing.get();
            assertThat(reader.poll()).isNull();
            assertThat(reader.isClosed()).isTrue();
        }
    }

    /** Killed between two frames: the reader knows that it is inside a message. */
    @Test
    void aMessageWithoutItsEndIsKnown() {
        assertThat(writer.advance(message(1, new byte[2 * CAPACITY]))).isFalse();
        assertThat(reader.poll()).isNull();
        assertThat(reader.isInsideMessage()).isTrue();
    }

    /** Tails that no writer of ours sets. */
    @ParameterizedTest(name = "tail {0}")
    @ValueSource(longs = {7, 12, CAPACITY + 8, -8, Long.MIN_VALUE, Long.MAX_VALUE - 7})
    void aTailThatCannotBeIsRefused(long tail) {
        Words.longRelease(ring, RingLayout.TAIL_AT, tail);
        assertCorrupt("tail " + tail);
        assertCorrupt("tail " + tail);
    }

    /** A tail that goes back behind what was read. */
    @Test
    void aTailThatGoesBackIsRefused() {
        writer.advance(message(1, new byte[40]));
        assertThat(reader.poll()).isNotNull();
        Words.longRelease(ring, RingLayout.TAIL_AT, 8);
        assertCorrupt("tail 8 with head 48");
        assertThat(head()).isEqualTo(48);
    }

    /** Lengths that reach behind what is published, and flags that nobody has defined. */
    @ParameterizedTest(name = "length {0}, flags {1}")
    @CsvSource({
        "-1, 1, frame of -1",
        "-2147483648, 1, frame of -2147483648",
        "2147483647, 1, frame of 2147483647",
        "57, 1, frame of 57",
        "8, 256, flags",
        "8, 1073741824, flags",
        "0, -2147483647, empty frame"
    })
    void aFrameThatCannotBeIsRefused(int length, int flags, String what) {
        frame(0, length, flags);
        Words.longRelease(ring, RingLayout.TAIL_AT, 64);
        assertCorrupt(what);
    }

    /** A message that changes its kind in the middle. */
    @Test
    void anotherKindInsideAMessageIsRefused() {
        frame(0, 8, 1 | RingLayout.MORE);
        frame(16, 8, 2);
        Words.longRelease(ring, RingLayout.TAIL_AT, 32);
        assertCorrupt("kind 2 inside kind 1");
    }

    /** The longest message that the reader is ready for arrives, one byte more is refused before memory is spent on it. */
    @Test
    void theLongestMessageIsTheLimit() {
        Outgoing longest = message(1, new byte[LONGEST]);
        Incoming incoming = null;
        while (incoming == null) {
            writer.advance(longest);
            incoming = reader.poll();
        }
        assertThat(incoming.bytes()).hasSize(LONGEST);
        Outgoing tooLong = message(1, new byte[LONGEST + 1]);
        assertThatExceptionOfType(CorruptSegmentException.class)
                .isThrownBy(() -> {
                    while (!writer.advance(tooLong) || reader.hasData()) reader.poll();
                })
                .withMessageContaining("more than " + LONGEST);
    }

    /** Heads that no reader of ours sets, seen by the writer that needs room. */
    @ParameterizedTest(name = "head {0}")
    @ValueSource(longs = {4, CAPACITY + 8, -8, Long.MIN_VALUE})
    void aHeadThatCannotBeIsRefused(long head) {
        fill();
        Words.longRelease(ring, RingLayout.HEAD_AT, head);
        assertThatExceptionOfType(CorruptSegmentException.class)
                .isThrownBy(() -> writer.hasSpace())
                .withMessageContaining("head " + head);
    }

    /** The writer does not follow a head that goes back. */
    @Test
    void aHeadThatGoesBackIsRefused() {
        fill();
        drain();
        assertThat(writer.hasSpace()).isTrue();
        Words.longRelease(ring, RingLayout.HEAD_AT, 8);
        assertThatExceptionOfType(CorruptSegmentException.class).isThrownBy(this::fill);
    }

    /** Both ends of a duplex meet in the middle: what one writes the other reads. */
    @Test
    void aDuplexConnectsItsEnds() throws Exception {
        SharedObject channel = domain.createObject(SegmentKind.MEMORY, 128 + Duplex.bytes());
        Duplex parent = Duplex.parentEnd(channel.segment(), 128, domain, LONGEST);
        Duplex child = Duplex.childEnd(channel.segment(), 128, domain);
        assertThat(parent.send(message(3, new byte[] {1, 2, 3}), () -> true)).isTrue();
        assertThat(child.send(message(4, new byte[] {9}), () -> true)).isTrue();
        assertThat(child.reader().poll()).isNotNull().extracting(Incoming::kind).isEqualTo(3);
        assertThat(parent.reader().poll())
                .isNotNull()
                .extracting(Incoming::kind)
                .isEqualTo(4);
        assertThat(parent.send(message(5, new byte[(int) (2 * Duplex.RING_CAPACITY)]), () -> false))
                .as("the peer is dead, nobody makes room")
                .isFalse();
        domain.destroyObject(channel);
    }
}
