package dev.procession.internal.codec;

import dev.procession.DecodingException;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one message in the encodings of {@link Tag}. */
final class CompactReader {
    private final Decoder decoder;
    private final ByteSource source;
    private final DecodeGuard guard;
    private final List<RecordShape> shapes = new ArrayList<>(2);
    private @Nullable List<Object> completed;

    CompactReader(Decoder decoder, ByteSource source, DecodeGuard guard) {
        this.decoder = decoder;
        this.source = source;
        this.guard = guard;
    }

    /** Reads the whole message, and insists that nothing follows. */
    @Nullable
    Object readMessage() throws IOException, ClassNotFoundException {
        byte tag = source.readByte();
        Object value = tag == Tag.SERIAL ? readSerial() : read(tag, 1);
        if (source.remaining() != 0) {
            throw new DecodingException(
                    "a message is damaged: " + source.remaining() + " bytes follow its end"
                            + "\n  effect: the value in it is lost",
                    null);
        }
        return value;
    }

    private @Nullable Object readSerial() throws IOException, ClassNotFoundException {
        int length = source.readInt();
        source.require(length);
        try (SerialInput in = new SerialInput(source.stream(), decoder, guard)) {
            return in.readObject();
        }
    }

    private @Nullable Object readNested(int depth) {
        byte tag = source.readByte();
        List<Object> known = completed;
        if (known == null) {
            known = new ArrayList<>();
            completed = known;
        }
        if (tag == Tag.BACK) {
            int handle = source.readVarint();
            if (handle >= known.size()) {
                throw damaged("refers to value " + handle + " of " + known.size());
            }
            return known.get(handle);
        }
        Object value = read(tag, depth);
        if (value != null && CompactWriter.shareable(value)) {
            known.add(value);
        }
        return value;
    }

    private @Nullable Object read(byte tag, int depth) {
        guard.admitReference(depth);
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.TRUE -> true;
            case Tag.FALSE -> false;
            case Tag.BYTE -> source.readByte();
            case Tag.SHORT -> source.readShort();
            case Tag.INTEGER -> source.readInt();
            case Tag.LONG -> source.readLong();
            case Tag.FLOAT -> Float.intBitsToFloat(source.readInt());
            case Tag.DOUBLE -> Double.longBitsToDouble(source.readLong());
            case Tag.CHARACTER -> source.readChar();
            case Tag.STRING_LATIN1 -> Strings.readLatin1(source);
            case Tag.STRING_UTF16 -> Strings.readUtf16(source);
            case Tag.BOOLEANS, Tag.BYTES, Tag.SHORTS, Tag.INTS, Tag.LONGS, Tag.FLOATS, Tag.DOUBLES, Tag.CHARS ->
                PrimitiveArrays.read(tag, source, guard, depth);
            case Tag.PATH -> readPath();
            case Tag.RECORD -> readRecord(depth);
            case Tag.LAMBDA -> readLambda(depth);
            default -> throw damaged("has the unknown tag " + tag);
        };
    }

    private Path readPath() {
        try {
            return Path.of(Strings.read(source));
        } catch (InvalidPathException e) {
            throw damaged("has what is no path");
        }
    }

    private Object readRecord(int depth) {
        RecordShape shape = readShape(depth);
        @Nullable Object[] values = new @Nullable Object[shape.size()];
        for (int i = 0; i < values.length; i++) {
            Class<?> type = shape.componentType(i);
            values[i] = type.isPrimitive() ? readBare(type) : readNested(depth + 1);
        }
        try {
            return shape.build(values);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new DecodingException(
                    "the record " + shape.type().getName() + " cannot be rebuilt: its constructor threw "
                            + Failures.describe(e) + "\n  effect: the value is lost",
                    e);
        }
    }

    private Object readLambda(int depth) {
        int length = source.readVarint();
        int from = source.take(length);
        guard.admit(SerializedLambda.class, -1, depth, source.consumed()); // as Java serialisation would ask
        LambdaShape shape = decoder.lambda(source.array(), from, length);
        guard.admit(shape.capturingClass(), -1, depth, source.consumed());
        int captured = source.readVarint();
        source.require(captured); // each takes a byte at least
        @Nullable Object[] values = new @Nullable Object[captured];
        for (int i = 0; i < captured; i++) {
            values[i] = readNested(depth + 1);
        }
        Object lambda = shape.build(values);
        guard.admit(lambda.getClass(), -1, depth, source.consumed()); // as Java serialisation would ask
        return lambda;
    }

    private RecordShape readShape(int depth) {
        int number = source.readVarint();
        if (number > 0) {
            if (number > shapes.size()) {
                throw damaged("refers to record description " + number + " of " + shapes.size());
            }
            return shapes.get(number - 1);
        }
        int length = source.readVarint();
        int from = source.take(length);
        RecordShape shape = decoder.shape(source.array(), from, length);
        guard.admit(shape.type(), -1, depth, source.consumed());
        if (!shape.isDescribedBy(source.array(), from, from + length)) {
            throw new DecodingException(
                    "the record " + shape.type().getName() + " has other components here than in the process it"
                            + " comes from\n  remedy: give both processes the same class path",
                    null);
        }
        if (shape.obstacle() != null) {
            throw damaged("has a record " + shape.type().getName() + " in an encoding that is not for it, since "
                    + shape.obstacle());
        }
        decoder.remember(shape);
        shapes.add(shape);
        return shape;
    }

    private Object readBare(Class<?> type) {
        if (type == int.class) {
            return source.readInt();
        }
        if (type == long.class) {
            return source.readLong();
        }
        if (type == double.class) {
            return Double.longBitsToDouble(source.readLong());
        }
        if (type == boolean.class) {
            return source.readByte() != 0;
        }
        if (type == char.class) {
            return source.readChar();
        }
        if (type == byte.class) {
            return source.readByte();
        }
        return type == short.class ? (Object) source.readShort() : (Object) Float.intBitsToFloat(source.readInt());
    }

    private DecodingException damaged(String how) {
        return new DecodingException(
                "a message is damaged: before byte " + source.consumed() + " it " + how
                        + "\n  effect: the value in it is lost",
                null);
    }
}
