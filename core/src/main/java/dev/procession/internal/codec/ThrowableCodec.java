package dev.procession.internal.codec;

import dev.procession.DecodingException;
import dev.procession.ProcessionException;
import dev.procession.RemoteFailure;
import dev.procession.RemoteOrigin;

/**
 * Sends exceptions: as words that always arrive, and as the object itself where that is possible.
 *
 * <p>In bytes: a {@link ThrowableDescription}; then 1 and a message of {@link Encoder} up to the end, or 0 and the
 * reason why there is none.
 */
public final class ThrowableCodec {
    private static final int ABSENT = 0;
    private static final int PRESENT = 1;
    private static final String UNKNOWN = "the process it comes from had no memory left to say why";

    private ThrowableCodec() {}

    /**
     * Appends an exception. May be called right after an {@link OutOfMemoryError}: if memory does not suffice for
     * everything, less is said. The first call of a process also loads
     * classes; so one that may run out of memory encodes some exception early on.
     *
     * @param failure what was thrown, however hostile its methods are
     * @param out where to; best with a few KiB of room
     */
    public static void encode(Throwable failure, EncodeBuffer out) {
        if (!describe(failure, out)) {
            out.writeByte(ABSENT);
            Strings.write(UNKNOWN, out);
            return;
        }
        int object = out.size();
        try {
            out.writeByte(PRESENT);
            Encoder.encodeThrowable(failure, out);
        } catch (Throwable e) { // whatever its writeObject throws, the description stands
            out.rewind(object);
            out.writeByte(ABSENT);
            writeReason(e, out);
        }
    }

    /**
     * Decodes an exception: the object itself if its class is here, accepted and willing; else a stand-in.
     *
     * @param bytes where the message is
     * @param offset its first byte
     * @param length its length
     * @param decoder for the object, with the function's class loader and filter
     * @param worker the name of the worker that threw it
     * @param pid the process id of that worker
     * @param heap its heap after the task, in words
     * @return the exception, with a {@link RemoteOrigin} among its suppressed ones unless its class suppresses that, or
     *     a {@link RemoteFailure}
     * @throws DecodingException if even the description is damaged
     */
    public static Throwable decode(
            byte[] bytes, int offset, int length, Decoder decoder, String worker, long pid, String heap) {
        ByteSource in = new ByteSource(bytes, offset, length);
        ThrowableDescription description = ThrowableDescription.read(in);
        Throwable result = switch (in.readByte()) {
            case PRESENT -> rebuild(bytes, offset + in.consumed(), in.remaining(), decoder, description);
            case ABSENT -> description.errorOrStandIn(readReason(in));
            default -> throw ThrowableDescription.damaged();
        };
        return marked(result, new RemoteOrigin(worker, pid, heap));
    }

    /** Errors that the JVM made have no room for suppressed ones; those get a copy that has. */
    private static Throwable marked(Throwable result, RemoteOrigin origin) {
        result.addSuppressed(origin);
        if (result.getSuppressed().length > 0) {
            return result;
        }
        Error copy;
        if (result.getClass() == OutOfMemoryError.class) {
            copy = new OutOfMemoryError(result.getMessage());
        } else if (result.getClass() == StackOverflowError.class) {
            copy = new StackOverflowError(result.getMessage());
        } else {
            return result;
        }
        copy.setStackTrace(result.getStackTrace());
        copy.addSuppressed(origin);
        return copy;
    }

    /** Writes as much as there is memory for, and returns whether that was more than the name. */
    private static boolean describe(Throwable failure, EncodeBuffer out) {
        int start = out.size();
        try {
            ThrowableDescription.write(failure, out, ThrowableDescription.FULL);
            return true;
        } catch (OutOfMemoryError | StackOverflowError e) {
            out.rewind(start);
        }
        try {
            ThrowableDescription.write(failure, out, ThrowableDescription.LEAN);
            return true;
        } catch (OutOfMemoryError | StackOverflowError e) {
            out.rewind(start);
        }
        ThrowableDescription.writeName(failure, out);
        return false;
    }

    private static Throwable rebuild(
            byte[] bytes, int offset, int length, Decoder decoder, ThrowableDescription description) {
        try {
            if (decoder.decode(bytes, offset, length) instanceof Throwable original) {
                return original;
            }
            return description.standIn("it turned into something else than an exception");
        } catch (DecodingException e) {
            return description.standIn(firstLine(e));
        }
    }

    private static void writeReason(Throwable failure, EncodeBuffer out) {
        int start = out.size();
        try {
            Strings.write(firstLine(failure), out);
        } catch (OutOfMemoryError | StackOverflowError e) {
            out.rewind(start);
            Strings.write(UNKNOWN, out);
        }
    }

    private static String readReason(ByteSource in) {
        String reason = ThrowableDescription.readText(in);
        if (reason == null || in.remaining() != 0) {
            throw ThrowableDescription.damaged();
        }
        return reason;
    }

    private static String firstLine(Throwable failure) {
        String text = failure instanceof ProcessionException known
                ? String.valueOf(known.getMessage())
                : Failures.describe(failure);
        int line = text.indexOf('\n');
        return line < 0 ? text : text.substring(0, line);
    }
}
