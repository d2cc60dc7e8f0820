package dev.procession.internal.process;

import dev.procession.internal.codec.EncodeBuffer;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One log record on its way from a child to its parent, as {@link ProcessFrames} lays it out. Long texts are cut, so that a
 * record is no burden for who waits behind it.
 *
 * @param severity of the level, as in {@link Level#getSeverity}; that of {@link Level#OFF} if there is no record, only losses
 * @param lost how many records were lost since the last one that came
 * @param millis when it was logged, in milliseconds since 1970
 * @param thread the name of the thread that logged it
 * @param logger the name of its logger
 * @param message the message, formatted
 * @param thrown the stack trace of what was thrown, or empty
 */
record LogFrame(int severity, int lost, long millis, String thread, String logger, String message, String thrown) {
    static final int MOST_NAME_CHARS = 256;

    static final int MOST_TEXT_CHARS = 9_000;
    static final int LOST_AT = 4;

    LogFrame {
        thread = cut(thread, MOST_NAME_CHARS);
        logger = cut(logger, MOST_NAME_CHARS);
        message = cut(message, MOST_TEXT_CHARS);
        thrown = cut(thrown, MOST_TEXT_CHARS);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) return text;
        String mark = "... (" + text.length() + " characters)";
        return text.substring(0, most - mark.length()) + mark;
    }

    EncodeBuffer encode() {
        var buffer = new EncodeBuffer(64 + 2 * (message.length() + thrown.length()));
        buffer.writeInt(severity);
        buffer.writeInt(lost);
        buffer.writeLong(millis);
        write(buffer, thread);
        write(buffer, logger);
        write(buffer, message);
        write(buffer, thrown);
        return buffer;
    }

    private static void write(EncodeBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.writeInt(bytes.length);
        buffer.writeBytes(bytes, 0, bytes.length);
    }

    /**
     * Reads what a child has sent, of which nothing is trusted.
     *
     * @throws IllegalArgumentException if it is no log record
     */
    static LogFrame decode(byte[] bytes) {
        ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 16) throw new IllegalArgumentException("a log record of " + bytes.length + " bytes");
        int severity = source.getInt();
        int lost = source.getInt();
        if (lost < 0) throw new IllegalArgumentException("a log record after " + lost + " lost ones");
        var frame =
                new LogFrame(severity, lost, source.getLong(), text(source), text(source), text(source), text(source));
        if (source.hasRemaining()) throw new IllegalArgumentException("a log record with a tail");
        return frame;
    }

    private static String text(ByteBuffer source) {
        int length = source.remaining() < Integer.BYTES ? -1 : source.getInt();
        if (length < 0 || length > source.remaining()) {
            throw new IllegalArgumentException("a log record with a text of " + length + " bytes");
        }
        var bytes = new byte[length];
        source.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The level, or null if there is no record, only losses. */
    @Nullable
    Level level() {
        if (severity >= Level.OFF.getSeverity()) return null;
        for (Level level : new Level[] {Level.ERROR, Level.WARNING, Level.INFO, Level.DEBUG}) {
            if (severity >= level.getSeverity()) return level;
        }
        return Level.TRACE;
    }
}
