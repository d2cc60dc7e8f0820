package dev.procession.internal.memory;

/**
 * A member of a domain: its slot and the slot's generation. Two members never share a pair, so a word that names a dead
 * owner cannot come to mean a living one.
 *
 * <p>In an owner word of 64 bits the upper half holds it as {@code slot+1} in 12 bits and the generation's lower 20 bits, so
 * 0 means nobody; the lower half is the futex half.
 */
public record Owner(int slot, int generation) {
    static final int GENERATION_BITS = 20;
    private static final int GENERATION_MASK = (1 << GENERATION_BITS) - 1;

    /** The owner half of an owner word. */
    public int half() {
        return ((slot + 1) << GENERATION_BITS) | (generation & GENERATION_MASK);
    }

    /** Both numbers in one word of the tables: the slot above, the whole generation below. */
    long word() {
        return ((long) (slot + 1) << 32) | (generation & 0xFFFF_FFFFL);
    }
}
