package dev.procession.internal.process;

import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.process.Output;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One output stream of one child: cuts what comes through a pipe into lines and hands whole lines on, so that the lines of
 * several children are never torn. Keeps the last lines for the certificate.
 *
 * <p>Read by the output pump, and at the child's end by whoever wants its last words; {@link #lock} lets one at a time.
 */
final class LineStream {
    private static final int LONGEST_LINE_BYTES = 64 << 10;
    private static final int LAST_READS = 32;
    private static final int KEPT_LINES = 20;
    private static final int KEPT_CHARS = 1000;
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private final ReentrantLock lock = new ReentrantLock();
    private final String child;
    private final long pid;
    private final boolean error;
    private final int descriptor;
    private final Output output;
    private final MemorySegment buffer = Arena.ofAuto().allocate(LONGEST_LINE_BYTES);
    private final byte[] prefix;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private byte[] line = new byte[256];
    private int length;
    private boolean ended;

    LineStream(String child, long pid, boolean error, int descriptor, Output output) {
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

    /** Reads what is there, one buffer at the most; false at the end of the stream. */
    boolean pump() {
        lock.lock();
        try {
            if (ended) return false;
            if (read() != Descriptor.END_OF_FILE) return true;
            end(); // before the pump closes the descriptor, whose number may then be anybody's
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Reads all that is there after the child's end, if nobody is stuck in handing on lines, and takes no more. */
    boolean finish(long patienceNanos) throws InterruptedException {
        if (!lock.tryLock(patienceNanos, TimeUnit.NANOSECONDS)) return false;
        try {
            if (ended) return true;
            for (int reads = 0; reads < LAST_READS && read() > 0; reads++) {
                // what the pipe holds; a descendant that goes on writing is not waited for
            }
            end();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        if (length > 0) handOn();
        ended = true;
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
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
        }
        length = 0;
    }

    /** One call a line: a PrintStream lets one call through at a time. */
    private void write(PrintStream stream) {
        byte[] whole = Arrays.copyOf(prefix, prefix.length + length + 1);
        System.arraycopy(line, 0, whole, prefix.length, length);
        whole[whole.length - 1] = '\n';
        stream.write(whole, 0, whole.length);
        stream.flush();
    }

    private void give(Output.LineConsumer consumer, String text) {
        try {
            synchronized (consumer) { // streams of several children, read by the pump and at an end
                consumer.line(child, pid, error, text);
            }
        } catch (Throwable e) { // an assertion of the user's must not end the output of all children
            System.getLogger("dev.procession")
                    .log(
                            System.Logger.Level.ERROR,
                            "the output consumer of child '" + child + "' threw; the line is lost",
                            e);
        }
    }

    private String text() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, NATIVE.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : NATIVE);
    }
}
