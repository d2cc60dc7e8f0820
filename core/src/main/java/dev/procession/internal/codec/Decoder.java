package dev.procession.internal.codec;

import dev.procession.DecodingException;
import java.io.EOFException;
import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages of {@link Encoder} back into values, with the classes of one loader.
 *
 * <p>Whatever the bytes are, the outcome is a value or a {@link DecodingException}; nothing is allocated for which the
 * message has no bytes. A decoder may be used by many threads, and is best kept as long as its function: it remembers
 * the classes it has met.
 */
public final class Decoder {
    private static final int REMEMBERED = 1024;
    private static final int REMEMBERED_SHAPES = 32;
    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "boolean", boolean.class,
            "byte", byte.class,
            "short", short.class,
            "char", char.class,
            "int", int.class,
            "long", long.class,
            "float", float.class,
            "double", double.class,
            "void", void.class);

    private final ClassLoader loader;
    private final @Nullable ObjectInputFilter filter;
    private final DecodeLimits limits;
    private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

    /** Replaced, never changed. A shape that gets lost in a race between writers is looked up once more. */
    private volatile RecordShape[] shapes = {};

    /** The same for lambdas. */
    private volatile LambdaShape[] lambdas = {};

    /**
     * Creates a decoder.
     *
     * @param loader where classes come from
     * @param filter decides on classes, or null to accept all
     * @param limits how much a message may ask for
     */
    public Decoder(ClassLoader loader, @Nullable ObjectInputFilter filter, DecodeLimits limits) {
        this.loader = loader;
        this.filter = filter;
        this.limits = limits;
    }

    /**
     * Creates a decoder for what a believed process sends, as a child believes its parent: no filter, no limits.
     *
     * @param loader where classes come from
     * @return the decoder
     */
    public static Decoder trusting(ClassLoader loader) {
        return new Decoder(loader, null, DecodeLimits.UNLIMITED);
    }

    /**
     * Decodes a message.
     *
     * @param bytes the message, all of it and nothing else
     * @return the value
     * @throws DecodingException if it is damaged, beyond the limits or refused, or if a class of it fails
     */
    public @Nullable Object decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    /**
     * Decodes a message that is part of an array. The array must not change meanwhile.
     *
     * @param bytes where the message is
     * @param offset its first byte
     * @param length its length; it must end there
     * @return the value
     * @throws DecodingException if it is damaged, beyond the limits or refused, or if a class of it fails
     */
    public @Nullable Object decode(byte[] bytes, int offset, int length) {
        ByteSource source = new ByteSource(bytes, offset, length);
        DecodeGuard guard = new DecodeGuard(filter, limits, source);
        Object value;
        try {
            value = new CompactReader(this, source, guard).readMessage();
        } catch (DecodingException e) {
            // After a refusal that a readObject has caught, the message may seem to be damaged.
            String refusal = guard.refusal();
            throw refusal == null ? e : new DecodingException(refusal, e.getCause());
        } catch (Throwable e) { // also errors: it is the sender who chose what runs in here
            throw failed(e, length, guard.refusal());
        }
        String refusal = guard.refusal();
        if (refusal != null) {
            throw new DecodingException(refusal, null);
        }
        return value;
    }

    boolean filters() {
        return filter != null || limits.isBounded();
    }

    ClassLoader loader() {
        return loader;
    }

    /** Finds a class by its binary name, or a primitive; does not initialise it. */
    Class<?> find(String name) throws ClassNotFoundException {
        Class<?> known = classes.get(name);
        if (known != null) {
            return known;
        }
        Class<?> found = PRIMITIVES.get(name);
        if (found == null) {
            found = Class.forName(name, false, loader);
        }
        if (classes.size() < REMEMBERED) {
            classes.put(name, found);
        }
        return found;
    }

    /** The shape of the record class that a description names; whether it fits is for the caller to see. */
    RecordShape shape(byte[] bytes, int offset, int length) {
        for (RecordShape known : shapes) {
            if (known.isDescribedBy(bytes, offset, offset + length)) {
                return known;
            }
        }
        ByteSource description = new ByteSource(bytes, offset, length);
        String name = Strings.read(description);
        Class<?> type;
        try {
            type = find(name);
        } catch (ClassNotFoundException | LinkageError e) {
            throw failed(e, length, null);
        }
        if (!type.isRecord()) {
            throw new DecodingException(
                    "a message is damaged: it describes " + type.getTypeName() + " as a record, which it is not", null);
        }
        return RecordShape.of(type);
    }

    /** The place in the code that a description of a lambda names. */
    LambdaShape lambda(byte[] bytes, int offset, int length) {
        LambdaShape[] known = lambdas;
        for (LambdaShape shape : known) {
            if (shape.isDescribedBy(bytes, offset, offset + length)) {
                return shape;
            }
        }
        LambdaShape found;
        try {
            found = LambdaShape.read(bytes, offset, length, this);
        } catch (ClassNotFoundException | LinkageError e) {
            throw failed(e, length, null);
        }
        LambdaShape[] more = Arrays.copyOf(known, Math.min(known.length + 1, REMEMBERED_SHAPES));
        System.arraycopy(more, 0, more, 1, more.length - 1); // the newest first: it will be asked for next
        more[0] = found;
        lambdas = more;
        return found;
    }

    void remember(RecordShape shape) {
        RecordShape[] known = shapes;
        if (known.length < REMEMBERED_SHAPES && !Arrays.asList(known).contains(shape)) {
            RecordShape[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = shape;
            shapes = more;
        }
    }

    private static DecodingException failed(Throwable cause, int length, @Nullable String refusal) {
        if (refusal != null) {
            return new DecodingException(refusal, cause);
        }
        String what = switch (cause) {
            case ClassNotFoundException e ->
                "class " + e.getMessage() + ", of which a message from another process has an object, is not"
                        + " found here\n  remedy: give both processes the same class path";
            case EOFException e -> "a message is cut off or damaged: it ends inside an object";
            case StackOverflowError e ->
                "a message of " + length + " bytes is nested too deep to be decoded on this thread's stack";
            case OutOfMemoryError e ->
                "this process has no memory left for a message of " + length + " bytes"
                        + "\n  remedy: raise -Xmx, or return less";
            default -> "a message from another process cannot be decoded: " + Failures.describe(cause);
        };
        return new DecodingException(what + "\n  effect: the value in it is lost; what the task did is done", cause);
    }
}
