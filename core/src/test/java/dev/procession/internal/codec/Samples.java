package dev.procession.internal.codec;

import java.io.Serial;
import java.io.Serializable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of every kind. */
final class Samples {
    private Samples() {}

    record Point(int x, int y) {}

    record Line(String name, Point from, Point to, @Nullable Object mark) {}

    record Widths(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    /** A list has no compact encoding, so this one goes through Java serialisation. */
    record Listing(String title, List<String> lines) implements Serializable {}

    enum Direction {
        UP {
            @Override
            int step() {
                return 1;
            }
        },
        DOWN {
            @Override
            int step() {
                return -1;
            }
        };

        abstract int step();
    }

    sealed interface Shape extends Serializable permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side, List<String> tags) implements Shape {}

    /** A chain; cyclic if the last points to the first. */
    static final class Link implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        int number;

        @Nullable
        Link next;

        Link(int number, @Nullable Link next) {
            this.number = number;
            this.next = next;
        }

        static Link chain(int length) {
            Link first = new Link(length, null);
            for (int i = length - 1; i > 0; i--) {
                first = new Link(i, first);
            }
            return first;
        }
    }

    /** One of each tag, and of Java serialisation what results are made of. */
    static Map<String, Object> ofEachKind() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("boolean", true);
        all.put("byte", (byte) -3);
        all.put("short", (short) 12_345);
        all.put("char", 'ß');
        all.put("int", -1);
        all.put("long", Long.MIN_VALUE);
        all.put("float", 1.5f);
        all.put("double", Math.PI);
        all.put("latin1", "déjà vu");
        all.put("utf16", "多行程 \ud83d\ude00");
        all.put("booleans", new boolean[] {true, false, true});
        all.put("bytes", new byte[] {1, 2, 3});
        all.put("shorts", new short[] {1, -2});
        all.put("chars", new char[] {'a', '\ud800'});
        all.put("ints", new int[] {1, -2, 3});
        all.put("longs", new long[] {1L << 40});
        all.put("floats", new float[] {0.1f, -0f});
        all.put("doubles", new double[] {0.1, Double.NaN});
        all.put("record", new Line("l", new Point(1, 2), new Point(3, 4), new int[] {5}));
        all.put("widths", new Widths(true, (byte) 1, (short) 2, 'c', 4, 5L, 6f, 7d));
        all.put("listing", new Listing("t", List.of("a", "b")));
        all.put("map", new HashMap<>(Map.of("k", 1, "l", 2)));
        all.put("tree", new TreeMap<>(Map.of("k", LocalDate.EPOCH)));
        all.put("concurrent", new ConcurrentHashMap<>(Map.of("k", UUID.nameUUIDFromBytes(new byte[0]))));
        all.put("immutable", Set.of(List.of(BigDecimal.TEN)));
        all.put("wrapped", Collections.unmodifiableList(new ArrayList<>(List.of("x"))));
        all.put("enumMap", new EnumMap<>(Map.of(Direction.UP, new AtomicInteger(1))));
        all.put("uri", URI.create("https://example.org/?q"));
        all.put("pattern", Pattern.compile("a+"));
        all.put("array", new Object[] {"a", 1, new String[][] {{"b"}}});
        all.put("cycle", cycle());
        all.put("throwable", new IllegalStateException("m", new RuntimeException("c")));
        return all;
    }

    static Link cycle() {
        Link last = new Link(2, null);
        Link first = new Link(1, last);
        last.next = first;
        return first;
    }

    /** A random value that has an encoding of our own, nested to that depth at most. */
    static @Nullable Object compact(Random random, int depth) {
        int size = random.nextInt(8) == 0 ? random.nextInt(5_000) : random.nextInt(20);
        return switch (random.nextInt(depth > 0 ? 20 : 18)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> (byte) random.nextInt();
            case 3 -> (short) random.nextInt();
            case 4 -> (char) random.nextInt();
            case 5 -> random.nextInt();
            case 6 -> random.nextLong();
            case 7 -> random.nextFloat();
            case 8 -> random.nextDouble();
            case 9 -> text(random, size, 0x100);
            case 10 -> text(random, size, 0x10000);
            case 11 -> random.ints(size).toArray();
            case 12 -> random.longs(size).toArray();
            case 13 -> random.doubles(size).toArray();
            case 14 -> text(random, size, 0x10000).toCharArray();
            case 15 -> bytes(random, size);
            case 16 -> shorts(random, size);
            case 17 -> random.nextBoolean() ? floats(random, size) : booleans(random, size);
            case 18 ->
                new Widths(
                        random.nextBoolean(),
                        (byte) random.nextInt(),
                        (short) random.nextInt(),
                        (char) random.nextInt(),
                        random.nextInt(),
                        random.nextLong(),
                        random.nextFloat(),
                        random.nextDouble());
            default ->
                new Line(
                        text(random, size, 0x10000),
                        new Point(random.nextInt(), random.nextInt()),
                        new Point(random.nextInt(), random.nextInt()),
                        compact(random, depth - 1));
        };
    }

    private static String text(Random random, int length, int bound) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(bound)); // lone surrogates included
        }
        return text.toString();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static short[] shorts(Random random, int length) {
        short[] shorts = new short[length];
        for (int i = 0; i < length; i++) {
            shorts[i] = (short) random.nextInt();
        }
        return shorts;
    }

    private static float[] floats(Random random, int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = random.nextFloat();
        }
        return floats;
    }

    private static boolean[] booleans(Random random, int length) {
        boolean[] booleans = new boolean[length];
        for (int i = 0; i < length; i++) {
            booleans[i] = random.nextBoolean();
        }
        return booleans;
    }
}
