package dev.procession.internal.memory;

/**
 * The name of a cell in its domain; used once.
 *
 * @param slab the slab that it lies in
 * @param index its place there
 * @param generation how often that place was taken before
 */
public record CellId(ObjectId slab, int index, int generation) {

    /** The form that travels. */
    public String text() {
        return slab.text() + "." + index + "." + Integer.toUnsignedString(generation);
    }

    /** Reads {@link #text()}; bad input is an {@code IllegalArgumentException}. */
    public static CellId parse(String text) {
        int end = text.lastIndexOf('.');
        int middle = text.lastIndexOf('.', end - 1);
        if (end < 0 || middle < 0) throw new IllegalArgumentException("not a cell id: '" + text + "'");
        int index = Integer.parseInt(text.substring(middle + 1, end));
        if (index < 0 || index >= CellSize.SMALL.cells())
            throw new IllegalArgumentException("no such cell: '" + text + "'");
        return new CellId(
                ObjectId.parse(text.substring(0, middle)), index, Integer.parseUnsignedInt(text.substring(end + 1)));
    }
}
