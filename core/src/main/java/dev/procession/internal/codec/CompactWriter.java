package dev.procession.internal.codec;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes one message in the encodings of {@link Tag}, as far as they go. */
final class CompactWriter {
    /** Longer strings are worth being remembered. */
    static final int SHARED_STRING_CHARS = 64;

    private final EncodeBuffer out;
    private @Nullable Handles handles;
    private RecordShape[] shapes = new RecordShape[2];
    private int shapeCount;

    private CompactWriter(EncodeBuffer out) {
        this.out = out;
    }

    /** Writes a whole message; if it returns false, what it has written so far is of no use. */
    static boolean writeMessage(@Nullable Object value, EncodeBuffer out) {
        if (value instanceof Record) {
            return new CompactWriter(out).writeRecord(value);
        }
        if (value != null && isLambda(value)) {
            return new CompactWriter(out).writeLambda(value);
        }
        return writeLeaf(value, out);
    }

    private boolean write(@Nullable Object value) {
        if (value == null || !shareable(value)) {
            return writeLeaf(value, out);
        }
        Handles known = handles;
        if (known == null) {
            known = new Handles();
            handles = known;
        }
        int handle = known.find(value);
        if (handle >= 0) {
            out.writeByte(Tag.BACK);
            out.writeVarint(handle);
            return true;
        }
        boolean written = value instanceof Record
                ? writeRecord(value)
                : isLambda(value) ? writeLambda(value) : writeLeaf(value, out);
        if (written) {
            known.add(value);
        }
        return written;
    }

    static boolean shareable(Object value) {
        return value instanceof String text
                ? text.length() > SHARED_STRING_CHARS
                : value instanceof Record || value.getClass().isArray() || isLambda(value);
    }

    /** Of hidden classes only lambdas come this far: the others have no serialised form. */
    private static boolean isLambda(Object value) {
        return value instanceof Serializable && value.getClass().isHidden();
    }

    private boolean writeLambda(Object lambda) {
        SerializedLambda form = LambdaShape.Source.formOf(lambda);
        if (form == null) {
            return false;
        }
        out.writeByte(Tag.LAMBDA);
        byte[] description = LambdaShape.Source.description(lambda.getClass(), form);
        out.writeVarint(description.length);
        out.writeBytes(description, 0, description.length);
        int captured = form.getCapturedArgCount();
        out.writeVarint(captured);
        for (int i = 0; i < captured; i++) {
            if (!write(form.getCapturedArg(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean writeRecord(Object instance) {
        RecordShape shape = RecordShape.of(instance.getClass());
        if (shape.obstacle() != null) {
            return false;
        }
        out.writeByte(Tag.RECORD);
        writeShape(shape);
        for (int i = 0, n = shape.size(); i < n; i++) {
            Object component = shape.read(instance, i);
            if (shape.componentType(i).isPrimitive()) {
                writeBare(component, out);
            } else if (!write(component)) {
                return false;
            }
        }
        return true;
    }

    private void writeShape(RecordShape shape) {
        for (int i = 0; i < shapeCount; i++) {
            if (shapes[i] == shape) {
                out.writeVarint(i + 1);
                return;
            }
        }
        if (shapeCount == shapes.length) {
            shapes = Arrays.copyOf(shapes, 2 * shapeCount);
        }
        shapes[shapeCount++] = shape;
        out.writeVarint(0);
        shape.writeDescription(out);
    }

    private static boolean writeLeaf(@Nullable Object value, EncodeBuffer out) {
        if (value == null) {
            out.writeByte(Tag.NULL);
        } else if (value instanceof String text) {
            Strings.write(text, out);
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? Tag.TRUE : Tag.FALSE);
        } else if (value.getClass().isArray()) {
            return PrimitiveArrays.write(value, out);
        } else {
            byte tag = tagOfNumber(value);
            if (tag == 0) {
                return writePath(value, out);
            }
            out.writeByte(tag);
            writeBare(value, out);
        }
        return true;
    }

    private static boolean writePath(Object value, EncodeBuffer out) {
        String path = PathForm.textOf(value);
        if (path == null) {
            return false;
        }
        out.writeByte(Tag.PATH);
        Strings.write(path, out);
        return true;
    }

    private static byte tagOfNumber(Object value) {
        Class<?> type = value.getClass();
        return type == Integer.class
                ? Tag.INTEGER
                : type == Long.class
                        ? Tag.LONG
                        : type == Double.class
                                ? Tag.DOUBLE
                                : type == Character.class
                                        ? Tag.CHARACTER
                                        : type == Byte.class
                                                ? Tag.BYTE
                                                : type == Short.class ? Tag.SHORT : type == Float.class ? Tag.FLOAT : 0;
    }

    /** Writes a boxed primitive in its width, without a tag. */
    private static void writeBare(@Nullable Object value, EncodeBuffer out) {
        if (value instanceof Integer number) {
            out.writeInt(number);
        } else if (value instanceof Long number) {
            out.writeLong(number);
        } else if (value instanceof Double number) {
            out.writeLong(Double.doubleToRawLongBits(number));
        } else if (value instanceof Boolean truth) {
            out.writeByte(truth ? 1 : 0);
        } else if (value instanceof Character letter) {
            out.writeShort(letter);
        } else if (value instanceof Byte number) {
            out.writeByte(number);
        } else if (value instanceof Short number) {
            out.writeShort(number);
        } else if (value instanceof Float number) {
            out.writeInt(Float.floatToRawIntBits(number));
        } else {
            throw new IllegalArgumentException("no boxed primitive");
        }
    }
}
