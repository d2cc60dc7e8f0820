package dev.procession.internal.codec;

import dev.procession.DecodingException;
import dev.procession.RemoteFailure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An exception in plain words, for a reader who may not have its class: names, messages, stacks, and how they hang
 * together.
 *
 * <p>In bytes: int count; then for each throwable its class name, its message or null, a varint cause (0 for none, else
 * 1 + its number), a varint count of suppressed ones with a varint number each, and a varint count of frames. A frame is
 * one byte that says which of its texts equal the frame's before, the others as values, and an int line. Number 0 is
 * the exception itself.
 */
final class ThrowableDescription {
    /** What is written when there is memory. */
    static final Budget FULL = new Budget(64, 1024, 64 << 10);
    /** What is written when there is not. */
    static final Budget LEAN = new Budget(4, 32, 1 << 10);

    private static final int TEXTS = 6;
    private static final StackTraceElement NO_FRAME = new StackTraceElement("", "", null, 0);

    private final Item[] items;
    private final @Nullable RemoteFailure[] built;
    private final boolean[] begun;

    private ThrowableDescription(Item[] items) {
        this.items = items;
        this.built = new @Nullable RemoteFailure[items.length];
        this.begun = new boolean[items.length];
    }

    /** The most that is told: throwables, frames of each, chars of each message. */
    record Budget(int throwables, int frames, int messageChars) {}

    /** Writes a description. Calls methods of the exception, and survives what they throw. */
    static void write(Throwable root, EncodeBuffer out, Budget budget) {
        Throwable[] found = new Throwable[budget.throwables];
        found[0] = root;
        int count = 1;
        int countAt = out.reserve(Integer.BYTES);
        for (int i = 0; i < count; i++) {
            Throwable current = found[i];
            Strings.write(current.getClass().getName(), out);
            writeText(messageOf(current, budget.messageChars), out);
            int cause = number(causeOf(current), found, count);
            count = Math.max(count, cause + 1);
            out.writeVarint(cause + 1);
            int suppressedAt = out.reserve(Integer.BYTES);
            int suppressedCount = 0;
            for (Throwable suppressed : current.getSuppressed()) {
                int known = number(suppressed, found, count);
                if (known < 0) {
                    break; // no room for more of them
                }
                count = Math.max(count, known + 1);
                suppressedCount++;
                out.writeVarint(known);
            }
            out.patchInt(suppressedAt, suppressedCount);
            writeFrames(framesOf(current), out, budget.frames);
        }
        out.patchInt(countAt, count);
    }

    /** Writes the class name and nothing else; allocates nothing if the buffer has the room. */
    static void writeName(Throwable failure, EncodeBuffer out) {
        out.writeInt(1);
        Strings.write(failure.getClass().getName(), out);
        out.writeByte(Tag.NULL);
        out.writeVarint(0);
        out.writeInt(0);
        out.writeInt(0);
    }

    /** Reads what {@link #write} or {@link #writeName} wrote. */
    static ThrowableDescription read(ByteSource in) {
        int count = in.readInt();
        if (count < 1 || count > FULL.throwables) {
            throw damaged();
        }
        Item[] items = new Item[count];
        for (int i = 0; i < count; i++) {
            String className = Objects.requireNonNullElse(readText(in), "unknown");
            String message = readText(in);
            int cause = checked(in.readVarint(), count + 1) - 1;
            int[] suppressed = new int[checked(in.readInt(), FULL.throwables + 1)];
            for (int k = 0; k < suppressed.length; k++) {
                suppressed[k] = checked(in.readVarint(), count);
            }
            items[i] = new Item(className, message, cause, suppressed, readFrames(in));
        }
        return new ThrowableDescription(items);
    }

    String className() {
        return items[0].className;
    }

    /** Builds the stand-in. Links that would close a circle are left out. */
    RemoteFailure standIn(String reason) {
        return Objects.requireNonNull(build(0, reason));
    }

    /** The errors of an exhausted VM, which may have been too exhausted to send the object; else the stand-in. */
    Throwable errorOrStandIn(String reason) {
        Item item = items[0];
        @Nullable
        Error error = switch (item.className) {
            case "java.lang.OutOfMemoryError" -> new OutOfMemoryError(item.message);
            case "java.lang.StackOverflowError" -> new StackOverflowError(item.message);
            default -> null;
        };
        if (error == null) {
            return standIn(reason);
        }
        error.setStackTrace(item.frames);
        return error;
    }

    private @Nullable RemoteFailure build(int index, String reason) {
        if (begun[index]) {
            return built[index]; // null while it is being built: a circle
        }
        begun[index] = true;
        Item item = items[index];
        RemoteFailure cause = item.cause < 0 ? null : build(item.cause, reason);
        RemoteFailure failure = new RemoteFailure(item.className, item.message, reason, item.frames, cause);
        for (int number : item.suppressed) {
            RemoteFailure suppressed = build(number, reason);
            if (suppressed != null) {
                failure.addSuppressed(suppressed);
            }
        }
        built[index] = failure;
        return failure;
    }

    /** Its number among those found, after adding it if there is room; else -1. */
    @SuppressWarnings("ReferenceEquality") // an exception may define equals
    private static int number(@Nullable Throwable wanted, Throwable[] found, int count) {
        if (wanted == null) {
            return -1;
        }
        for (int i = 0; i < count; i++) {
            if (found[i] == wanted) {
                return i;
            }
        }
        if (count == found.length) {
            return -1;
        }
        found[count] = wanted;
        return count;
    }

    private static @Nullable String messageOf(Throwable failure, int maxChars) {
        try {
            String message = failure.getMessage();
            return message == null || message.length() <= maxChars
                    ? message
                    : message.substring(0, maxChars) + "... (" + message.length() + " chars)";
        } catch (Throwable hostile) {
            return "its getMessage() threw " + hostile.getClass().getName();
        }
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        try {
            return failure.getCause();
        } catch (Throwable hostile) {
            return null;
        }
    }

    private static StackTraceElement[] framesOf(Throwable failure) {
        try {
            StackTraceElement[] frames = failure.getStackTrace();
            return frames == null ? new StackTraceElement[0] : frames;
        } catch (Throwable hostile) {
            return new StackTraceElement[0];
        }
    }

    private static void writeFrames(StackTraceElement[] frames, EncodeBuffer out, int max) {
        int countAt = out.reserve(Integer.BYTES);
        int count = 0;
        StackTraceElement previous = NO_FRAME;
        for (int i = 0; i < frames.length && count < max; i++) {
            StackTraceElement frame = frames[i];
            if (frame == null) {
                continue; // an overridden getStackTrace may return anything
            }
            int sameAt = out.reserve(Byte.BYTES);
            int same = 0;
            for (int k = 0; k < TEXTS; k++) {
                String text = text(frame, k);
                if (Objects.equals(text, text(previous, k))) {
                    same |= 1 << k;
                } else {
                    writeText(text, out);
                }
            }
            out.array()[sameAt] = (byte) same;
            out.writeInt(frame.getLineNumber());
            previous = frame;
            count++;
        }
        out.patchInt(countAt, count);
    }

    private static StackTraceElement[] readFrames(ByteSource in) {
        StackTraceElement[] frames = new StackTraceElement[checked(in.readInt(), FULL.frames + 1)];
        StackTraceElement previous = NO_FRAME;
        for (int i = 0; i < frames.length; i++) {
            byte same = in.readByte();
            @Nullable String[] texts = new @Nullable String[TEXTS];
            for (int k = 0; k < TEXTS; k++) {
                texts[k] = (same & (1 << k)) != 0 ? text(previous, k) : readText(in);
            }
            previous = new StackTraceElement(
                    texts[3],
                    texts[4],
                    texts[5],
                    Objects.requireNonNullElse(texts[0], "unknown"),
                    Objects.requireNonNullElse(texts[1], "unknown"),
                    texts[2],
                    in.readInt());
            frames[i] = previous;
        }
        return frames;
    }

    private static @Nullable String text(StackTraceElement frame, int index) {
        return switch (index) {
            case 0 -> frame.getClassName();
            case 1 -> frame.getMethodName();
            case 2 -> frame.getFileName();
            case 3 -> frame.getClassLoaderName();
            case 4 -> frame.getModuleName();
            case 5 -> frame.getModuleVersion();
            default -> throw new IllegalArgumentException("no text " + index);
        };
    }

    static void writeText(@Nullable String text, EncodeBuffer out) {
        if (text == null) {
            out.writeByte(Tag.NULL);
        } else {
            Strings.write(text, out);
        }
    }

    static @Nullable String readText(ByteSource in) {
        return switch (in.readByte()) {
            case Tag.NULL -> null;
            case Tag.STRING_LATIN1 -> Strings.readLatin1(in);
            case Tag.STRING_UTF16 -> Strings.readUtf16(in);
            default -> throw damaged();
        };
    }

    private static int checked(int value, int bound) {
        if (value < 0 || value >= bound) {
            throw damaged();
        }
        return value;
    }

    static DecodingException damaged() {
        return new DecodingException(
                "the description of an exception from another process is damaged\n  effect: the exception is lost",
                null);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Item(
            String className, @Nullable String message, int cause, int[] suppressed, StackTraceElement[] frames) {}
}
