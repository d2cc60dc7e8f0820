package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.DecodingException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Messages that ask for more than they may, or announce more than they have. */
final class DecodeLimitsTest {
    record Nest(int level, @Nullable Nest inner) {}

    /** A length that the message has no bytes for is refused before anything is allocated. */
    @Test
    void hugeLengths() {
        for (byte tag = Tag.STRING_LATIN1; tag <= Tag.CHARS; tag++) {
            byte[] message = {tag, -1, -1, -1, -1, 7, 0, 0};
            refused(Messages.suspicious(), message, "2147483647", "4294967294", "8589934588", "17179869176");
            refused(Messages.trusting(), message, "2147483647", "4294967294", "8589934588", "17179869176");
        }
        refused(Messages.suspicious(), new byte[] {Tag.BYTES, -1, -1, -1, -1, -1, 7}, "beyond 2^31");
        refused(Messages.suspicious(), new byte[] {Tag.SERIAL, -1, -1, -1, -1}, "cut off or damaged");
        refused(Messages.suspicious(), new byte[] {Tag.SERIAL, -1, -1, -1, 127}, "cut off or damaged");
    }

    /** The same in Java serialisation: an int[] of 2^31-1 elements in 30 bytes. */
    @Test
    void hugeSerialArray() throws IOException {
        byte[] message = serialArrays("[I", 1, Integer.MAX_VALUE);
        refused(Messages.suspicious(), message, "more than its bytes can hold");
        refused(Messages.suspicious(), serialArrays("[I", 1, -5), "cannot be decoded", "cut off");
    }

    /** Arrays in arrays, each of which claims what the message could just hold: 500 times that is too much. */
    @Test
    void arraysThatClaimTheSameBytes() throws IOException {
        byte[] message = serialArrays("[Ljava.lang.Object;", 500, 8_000);
        refused(Messages.suspicious(), message, "more than its bytes can hold");
    }

    /** Hash tables announce more slots than entries, and are let through. */
    @Test
    @SuppressWarnings("IdentityHashMapUsage")
    void honestTablesPass() {
        List<Object> tables = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            tables.add(new java.util.HashMap<>(Map.of(i, "")));
            tables.add(new HashSet<>(Set.of(i)));
            tables.add(new IdentityHashMap<>(Map.of("", "")));
            tables.add(new java.util.concurrent.ConcurrentHashMap<>(Map.of(i, "")));
        }
        tables.add(new HashSet<>(IntStream.range(0, 100_000).boxed().toList()));
        Object sparse = new java.util.HashMap<>(16, 0.01f);
        tables.add(sparse);
        byte[] message = Messages.encode(tables);
        assertThat((List<?>) Messages.suspicious().decode(message)).hasSize(tables.size());
    }

    /** Nesting, in both encodings: refused by the limit if there is one, by the stack if there is none. */
    @Test
    void depth() {
        Nest nest = new Nest(0, null);
        for (int i = 1; i < 600; i++) {
            nest = new Nest(i, nest);
        }
        refused(Messages.suspicious(), Messages.encode(nest), "500 levels are accepted");
        byte[] links = Messages.encode(Samples.Link.chain(600));
        refused(Messages.suspicious(), links, "500 levels are accepted");
        assertThat(Messages.trusting().decode(links)).isInstanceOf(Samples.Link.class);
    }

    /** A depth that no stack has. */
    @Test
    void depthBomb() throws IOException {
        byte[] message = serialArrays("[Ljava.lang.Object;", 200_000, 1);
        refused(Messages.suspicious(), message, "levels are accepted");
        refused(Messages.trusting(), message, "nested too deep");
        refused(Messages.trusting(), nestedRecords(500_000), "nested too deep");
    }

    /** Bytes, elements and objects. */
    @Test
    void sizes() {
        byte[] array = Messages.encode(new int[100]);
        byte[] list =
                Messages.encode(new ArrayList<>(IntStream.range(0, 100).boxed().toList()));
        refused(limited(50, 1000, 1000, 1000), array, "50 are accepted");
        refused(limited(1000, 1000, 99, 1000), array, "an array of 100 elements");
        refused(limited(5000, 1000, 99, 1000), list, "an array of 100 elements");
        refused(limited(5000, 1000, 1000, 50), list, "50 are accepted");
        assertThat(limited(5000, 100, 100, 1000).decode(array)).isInstanceOf(int[].class);
        assertThat(limited(5000, 100, 100, 1000).decode(list)).isInstanceOf(List.class);
    }

    /** Sets in sets whose hash codes take 2^40 steps: time is noticed on the way. */
    @Test
    void hashBomb() {
        Set<Object> root = new HashSet<>();
        Set<Object> left = root;
        Set<Object> right = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            Set<Object> nextLeft = new HashSet<>();
            Set<Object> nextRight = new HashSet<>();
            nextLeft.add("t");
            // The inner sets are empty or small when they are added, so building this takes no time.
            addLater(left, nextLeft, nextRight);
            addLater(right, nextLeft, nextRight);
            left = nextLeft;
            right = nextRight;
        }
        byte[] message = Messages.encode(root);
        DecodeLimits brief = new DecodeLimits(
                1 << 20, 1_000, 1_000, 10_000, Duration.ofMillis(200).toNanos());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> refused(Messages.suspicious(DecodeLimitsTest.class, brief), message, "longer than 200 ms"));
    }

    @Test
    void limitsThatAdmitNothing() {
        assertThatThrownBy(() -> new DecodeLimits(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecodeLimits(1, 1, 1, 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void addLater(Set<Object> outer, Set<Object> first, Set<Object> second) {
        outer.add(first);
        outer.add(second);
    }

    private static Decoder limited(long bytes, long depth, long arrayLength, long references) {
        return Messages.suspicious(
                DecodeLimitsTest.class, new DecodeLimits(bytes, depth, arrayLength, references, Long.MAX_VALUE));
    }

    private static void refused(Decoder decoder, byte[] message, String... oneOf) {
        assertThatThrownBy(() -> decoder.decode(message))
                .isInstanceOf(DecodingException.class)
                .satisfies(e -> assertThat(oneOf)
                        .as("a part of %s", e.getMessage())
                        .anyMatch(part -> String.valueOf(e.getMessage()).contains(part)));
    }

    /** A stream of arrays, each the first element of the one before, that all announce that length. */
    private static byte[] serialArrays(String type, int depth, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int i = 0; i < depth; i++) {
            out.writeByte(ObjectStreamConstants.TC_ARRAY);
            if (i == 0) {
                out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
                out.writeUTF(type);
                out.writeLong(
                        java.io.ObjectStreamClass.lookupAny(arrayClass(type)).getSerialVersionUID());
                out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
                out.writeShort(0);
                out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
                out.writeByte(ObjectStreamConstants.TC_NULL);
            } else {
                out.writeByte(ObjectStreamConstants.TC_REFERENCE);
                out.writeInt(ObjectStreamConstants.baseWireHandle);
            }
            out.writeInt(length);
        }
        EncodeBuffer message = new EncodeBuffer(64);
        message.writeByte(Tag.SERIAL);
        message.writeInt(bytes.size());
        message.writeBytes(bytes.toByteArray(), 0, bytes.size());
        return message.toByteArray();
    }

    private static Class<?> arrayClass(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] nestedRecords(int depth) {
        byte[] two = Messages.encode(new Nest(0, new Nest(1, null)));
        byte[] one = Messages.encode(new Nest(0, null));
        int prefix = one.length - 1;
        EncodeBuffer out = new EncodeBuffer(1024);
        out.writeBytes(one, 0, prefix);
        byte[] again = java.util.Arrays.copyOfRange(two, prefix, two.length - 1);
        for (int i = 0; i < depth; i++) {
            out.writeBytes(again, 0, again.length);
        }
        out.writeByte(Tag.NULL);
        return out.toByteArray();
    }
}
