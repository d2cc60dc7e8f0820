package dev.procession.internal.codec;

import java.util.Arrays;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The shareable values that a message holds so far, by identity, numbered as they were completed. */
final class Handles {
    private static final int SCANNED = 16;

    private Object[] values = new Object[4];
    private int count;
    private @Nullable IdentityHashMap<Object, Integer> many;

    /** The number of that very object, or -1. */
    @SuppressWarnings("ReferenceEquality") // two equal arrays or records need not stay one object
    int find(Object value) {
        IdentityHashMap<Object, Integer> map = many;
        if (map != null) {
            return map.getOrDefault(value, -1);
        }
        for (int i = 0; i < count; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    void add(Object value) {
        IdentityHashMap<Object, Integer> map = many;
        if (map == null && count == SCANNED) {
            map = new IdentityHashMap<>();
            for (int i = 0; i < count; i++) {
                map.put(values[i], i);
            }
            many = map;
        }
        if (map != null) {
            map.put(value, count++);
        } else {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }
    }
}
