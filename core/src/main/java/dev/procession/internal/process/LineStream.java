package dev.procession.internal.process;

import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.process.Output;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One output stream of one child: cuts what comes through a pipe into lines and hands whole lines on, so that the lines of
 * several children are never torn. Keeps the last lines for the certificate.
 *
 * <p>Only the output pump's thread reads it and hands lines on, so a consumer that never returns holds up output, and nobody
 * who watches over children. Who wants the last words asks for them with {@link #askToEnd} and waits as long as it likes.
 */
final class LineStream {
    private static final int LONGEST_LINE_BYTES = 64 << 10;
    private static final int LAST_READS = 32;
    private static final int KEPT_LINES = 20;
    private static final int KEPT_CHARS = 1000;
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private final String child;
    private final long pid;
    private final boolean error;
    private final int descriptor;
    private final Output output;
    private final @Nullable OutputFile file;
    private final MemorySegment buffer = Arena.ofAuto().allocate(LONGEST_LINE_BYTES);
    private final byte[] prefix;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private byte[] line = new byte[256];
    private int length;
    private volatile boolean askedToEnd;
    private final CountDownLatch ended = new CountDownLatch(1);

    LineStream(String child, long pid, boolean error, int descriptor, Output output) {
        this(child, pid, error, descriptor, output, null);
    }

    /** A stream whose lines go to a file, if that is what the output is. */
    LineStream(String child, long pid, boolean error, int descriptor, Output output, @Nullable OutputFile file) {
        this.file = file;
        this.child = child;
        this.pid = pid;
        this.error = error;
        this.descriptor = descriptor;
        this.output = output;
        boolean prefixed = output instanceof Output.Inherit inherit && inherit.prefix();
        this.prefix = prefixed ? ("[" + child + " " + pid + "] ").getBytes(NATIVE) : new byte[0];
    }

    int descriptor() {
        return descriptor;
    }

    /**
     * Reads what is there, one buffer at the most; false at the end of the stream. Once it has been asked to end, that is here:
     * all that is there is read, and no more taken, whoever still holds the pipe open.
     */
    boolean pump() {
        if (isEnded()) return false;
        boolean last = askedToEnd; // before reading: what the child wrote before its end is in the pipe
        long count = read();
        for (int reads = 1; last && count > 0 && reads < LAST_READS; reads++) count = read();
        if (!last && count != Descriptor.END_OF_FILE) return true;
        if (length > 0) handOn();
        if (file != null) file.release();
        ended.countDown(); // before the pump closes the descriptor, whose number may then be anybody's
        return false;
    }

    /** Makes the next {@link #pump} the last; from any thread, which then wakes the pump. */
    void askToEnd() {
        askedToEnd = true;
    }

    boolean isAskedToEnd() {
        return askedToEnd;
    }

    /** Waits until the last line has been handed on; false if that takes longer. */
    boolean awaitEnd(long patienceNanos) throws InterruptedException {
        return ended.await(patienceNanos, TimeUnit.NANOSECONDS);
    }

    boolean isEnded() {
        return ended.getCount() == 0;
    }

    /** The last lines, oldest first. */
    List<String> lastLines() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    private long read() {
        long count;
        try {
            count = Descriptor.read(descriptor, buffer);
        } catch (OsException e) {
            return Descriptor.END_OF_FILE; // EIO of a terminal that went away: nothing more will come
        }
        if (count <= 0) return count;
        byte[] chunk = buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
        int start = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] != '\n') continue;
            append(chunk, start, i - start);
            handOn();
            start = i + 1;
        }
        append(chunk, start, chunk.length - start);
        return count;
    }

    private void append(byte[] bytes, int from, int count) {
        int begin = from;
        int rest = count;
        while (length + rest > LONGEST_LINE_BYTES) {
            int part = LONGEST_LINE_BYTES - length;
            add(bytes, begin, part);
            handOn();
            begin += part;
            rest -= part;
        }
        add(bytes, begin, rest);
    }

    private void add(byte[] bytes, int from, int count) {
        if (length + count > line.length) line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
        System.arraycopy(bytes, from, line, length, count);
        length += count;
    }

    private void handOn() {
        String text = text();
        synchronized (last) {
            if (last.size() == KEPT_LINES) last.removeFirst();
            last.addLast(text.length() > KEPT_CHARS ? text.substring(0, KEPT_CHARS) : text);
        }
        switch (output) {
            case Output.Inherit _ -> write(error ? System.err : System.out);
            case Output.Discard _ -> {}
            case Output.Lines(var consumer) -> give(consumer, text);
            case Output.ToFile _ -> {
                if (file != null) file.write(wholeLine());
            }
        }
        length = 0;
    }

    /** One call a line: a PrintStream lets one call through at a time. */
    private void write(PrintStream stream) {
        byte[] whole = wholeLine();
        try {
            stream.write(whole, 0, whole.length);
            stream.flush();
        } catch (RuntimeException | Error e) {
            // System.setOut takes anything, also null: the line is gone, as it is in a stream that has been closed
        }
    }

    private byte[] wholeLine() {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + length + 1);
        System.arraycopy(line, 0, whole, prefix.length, length);
        whole[whole.length - 1] = '\n';
        return whole;
    }

    private void give(Output.LineConsumer consumer, String text) {
        try {
            consumer.line(child, pid, error, text);
        } catch (Throwable e) { // an assertion of the user's must not end the output of all children
            LibraryLog.log(Level.ERROR, "the output consumer of child '" + child + "' threw; the line is lost", e);
        }
    }

    private String text() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, NATIVE.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : NATIVE);
    }
}
