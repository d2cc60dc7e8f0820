package dev.procession.internal.memory;

/** The name of an object in its domain: the index of its entry and the entry's generation; used once. */
public record ObjectId(int index, int generation) {

    /** The form that travels in a command line. */
    public String text() {
        return index + "." + Integer.toUnsignedString(generation);
    }

    /** Reads {@link #text()}; bad input is an {@code IllegalArgumentException}. */
    public static ObjectId parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) throw new IllegalArgumentException("not an object id: '" + text + "'");
        int index = Integer.parseInt(text.substring(0, dot));
        if (index < 0 || index >= ControlLayout.OBJECTS) {
            throw new IllegalArgumentException("no such object: '" + text + "'");
        }
        return new ObjectId(index, Integer.parseUnsignedInt(text.substring(dot + 1)));
    }
}
