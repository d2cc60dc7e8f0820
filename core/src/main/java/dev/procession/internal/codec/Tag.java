package dev.procession.internal.codec;

/**
 * The first byte of each value, and what follows it. A varint is an unsigned number in groups of 7 bits, lowest first.
 * <pre>
 * tag                 followed by
 * NULL TRUE FALSE     nothing
 * BYTE .. CHARACTER   the number, in its width
 * STRING_LATIN1       varint length, one byte for each char
 * STRING_UTF16        varint length, two bytes for each char
 * BOOLEANS .. CHARS   varint length, the elements in their width
 * RECORD              varint shape: 0 and a description (see {@link RecordShape}), or k for the k-th described before;
 *                     then the components in order: a primitive in its width, anything else as a value with a tag
 * BACK                varint n: the n-th shareable value that was completed before in this message, again
 * PATH                a string with its tag: the text of a path of the default file system
 * LAMBDA              a description (see {@link LambdaShape}), varint number of captured values, each as a value with a tag
 * SERIAL              int length, a Java serialisation stream without its header; only as a whole message
 * </pre>
 * Shareable, so that a graph does not grow into a tree: arrays, records, lambdas, and strings longer than
 * {@link CompactWriter#SHARED_STRING_CHARS}; a whole message is not.
 */
final class Tag {
    static final byte NULL = 1;
    static final byte TRUE = 2;
    static final byte FALSE = 3;
    static final byte BYTE = 4;
    static final byte SHORT = 5;
    static final byte INTEGER = 6;
    static final byte LONG = 7;
    static final byte FLOAT = 8;
    static final byte DOUBLE = 9;
    static final byte CHARACTER = 10;
    static final byte STRING_LATIN1 = 11;
    static final byte STRING_UTF16 = 12;
    static final byte BOOLEANS = 13;
    static final byte BYTES = 14;
    static final byte SHORTS = 15;
    static final byte INTS = 16;
    static final byte LONGS = 17;
    static final byte FLOATS = 18;
    static final byte DOUBLES = 19;
    static final byte CHARS = 20;
    static final byte RECORD = 21;
    static final byte BACK = 22;
    static final byte SERIAL = 23;
    static final byte PATH = 24;
    static final byte LAMBDA = 25;

    private Tag() {}
}
