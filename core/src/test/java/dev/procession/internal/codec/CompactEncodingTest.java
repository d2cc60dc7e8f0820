package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.EncodingException;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Our own encodings give back what was put in. */
final class CompactEncodingTest {
    @SuppressWarnings("ArrayRecordComponent") // the subject
    record Both(int[] left, int[] right, String first, String second) {}

    record Tree(@Nullable Tree left, @Nullable Tree right) {}

    record Many(Object a, Object b, Object c) {}

    record Empty() {}

    record Checked(int value) {
        @SuppressWarnings("unused") // read by serialisation
        @Serial
        private Object writeReplace() {
            return "replaced";
        }
    }

    record WithChecked(Checked checked) implements Serializable {}

    record Throwing(int value) {
        @Override
        public int value() {
            throw new IllegalStateException("not today");
        }
    }

    /** Any value of the compact kinds comes back equal, arrays element by element, floats bit by bit. */
    @Test
    void randomValuesRoundTrip() {
        long seed = Messages.seed();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Object value = Samples.compact(random, 3);
            byte[] message = Messages.encode(value);
            assertThat(message[0])
                    .as("seed %d, value %d: not serialised", seed, i)
                    .isNotEqualTo(Tag.SERIAL);
            assertThat(same(value, Messages.decode(message)))
                    .as("seed %d, value %d: %s", seed, i, value)
                    .isTrue();
        }
    }

    /** Every sample comes back as the class it was. */
    @Test
    void everyKindKeepsItsClass() {
        Samples.ofEachKind()
                .forEach((name, value) ->
                        assertThat(Messages.copy(value).getClass()).as(name).isEqualTo(value.getClass()));
    }

    /** The payload bits of a NaN survive. */
    @Test
    void nanKeepsItsBits() {
        double nan = Double.longBitsToDouble(0x7ff8_0000_dead_beefL);
        assertThat(Double.doubleToRawLongBits((double) Messages.copy(nan))).isEqualTo(0x7ff8_0000_dead_beefL);
    }

    /** Strings around the widths of a length, and half of a surrogate pair, come back char by char. */
    @Test
    void stringsOfAllLengths() {
        for (int length : new int[] {0, 1, 63, 64, 65, 127, 128, 16_383, 16_384, 100_000}) {
            String narrow = "ÿ".repeat(length);
            String wide = "\ud800".repeat(length);
            assertThat(Messages.roundTrip(narrow)).isEqualTo(narrow);
            assertThat(Messages.roundTrip(wide)).isEqualTo(wide);
        }
    }

    /** What was one array or one long string in a record stays one. */
    @Test
    void sharedComponentsStayShared() {
        int[] array = {1, 2, 3};
        String text = "x".repeat(100);
        Both copy = (Both) Messages.copy(new Both(array, array, text, text));
        assertThat(copy.left()).isSameAs(copy.right()).containsExactly(1, 2, 3);
        assertThat(copy.first()).isSameAs(copy.second()).isEqualTo(text);
        int[] equal = array.clone();
        Both apart = (Both) Messages.copy(new Both(array, equal, text, text));
        assertThat(apart.left()).isNotSameAs(apart.right());
    }

    /** A graph of 60 records with 2^60 paths is written as 60 records. */
    @Test
    void sharedRecordsDoNotMultiply() {
        Tree tree = new Tree(null, null);
        for (int i = 0; i < 60; i++) {
            tree = new Tree(tree, tree);
        }
        byte[] message = Messages.encode(tree);
        assertThat(message.length).isLessThan(1_000);
        Tree copy = (Tree) java.util.Objects.requireNonNull(Messages.decode(message));
        int depth = 0;
        for (Tree at = copy; at != null; at = at.left()) {
            assertThat(at.left()).isSameAs(at.right());
            depth++;
        }
        assertThat(depth).isEqualTo(61);
    }

    /** More shared values than are scanned one by one are still found. */
    @Test
    void manyHandles() {
        Object all = "end";
        List<int[]> arrays = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            arrays.add(new int[] {i});
        }
        for (int[] array : arrays) {
            all = new Many(array, all, arrays.getFirst());
        }
        Many copy = (Many) Messages.copy(all);
        int[] first = (int[]) copy.c();
        for (int i = 49; i >= 0; i--) {
            assertThat((int[]) copy.a()).containsExactly(i);
            assertThat(copy.c()).isSameAs(first);
            if (i > 0) {
                copy = (Many) copy.b();
            }
        }
        assertThat(copy.a()).isSameAs(first);
    }

    /** A record class is described once, however many of its records a message has. */
    @Test
    void descriptionIsWrittenOnce() {
        int one = Messages.encode(new Samples.Line("", new Samples.Point(1, 2), new Samples.Point(1, 3), null)).length;
        int two = Messages.encode(new Samples.Line(
                        "",
                        new Samples.Point(1, 2),
                        new Samples.Point(1, 3),
                        new Samples.Line("", new Samples.Point(1, 4), new Samples.Point(1, 5), null)))
                .length;
        assertThat(two - one).isLessThan(40);
    }

    /** A record without components is a record too. */
    @Test
    void emptyRecord() {
        assertThat(Messages.roundTrip(new Empty())).isEqualTo(new Empty());
    }

    /** A record that says how it wants to be serialised is asked. */
    @Test
    void writeReplaceOfRecordsIsHonoured() {
        record Replacing(int value) implements Serializable {
            @Serial
            private Object writeReplace() {
                return "replaced by " + value;
            }
        }
        assertThat(Messages.roundTrip(new Replacing(7))).isEqualTo("replaced by 7");
        assertThatThrownBy(() -> Messages.encode(new WithChecked(new Checked(1))))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("field checked (" + Checked.class.getName() + ")");
    }

    /** What an accessor throws is the cause, and the buffer is as before. */
    @Test
    void throwingAccessor() {
        EncodeBuffer out = new EncodeBuffer(64);
        out.writeInt(7);
        assertThatThrownBy(() -> Encoder.encode(new Throwing(1), out))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("not today")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(out.size()).isEqualTo(Integer.BYTES);
    }

    /** What is done to a value after it was encoded does not show in the copy. */
    @Test
    void snapshot() {
        int[] array = {1};
        List<StringBuilder> list = new ArrayList<>(List.of(new StringBuilder("a")));
        byte[] arrayMessage = Messages.encode(array);
        byte[] listMessage = Messages.encode(list);
        array[0] = 2;
        list.getFirst().append("b");
        list.add(new StringBuilder("c"));
        assertThat((int[]) Messages.decode(arrayMessage)).containsExactly(1);
        assertThat((List<?>) Messages.decode(listMessage)).hasSize(1).first().hasToString("a");
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Samples.Line a && right instanceof Samples.Line b) {
            return a.name().equals(b.name())
                    && a.from().equals(b.from())
                    && a.to().equals(b.to())
                    && same(a.mark(), b.mark());
        }
        return Arrays.deepEquals(new @Nullable Object[] {left}, new @Nullable Object[] {right});
    }
}
