package dev.procession.internal.process;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import dev.procession.RemoteTask;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.internal.codec.ThrowableCodec;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The task of a child, in the child's main thread. What it throws is sent to the parent and then goes up to the JVM, which shows
 * it and ends as it always does.
 */
final class ProcessRole {
    private static final int USUAL_BYTES = 1024;

    private byte @Nullable [] start;
    private final ChildSender sender;
    private final Thread main = Thread.currentThread();
    private volatile boolean terminating;
    private @Nullable LogForwarder logs;
    private boolean resultWanted;
    private int mostResultBytes;

    /** Prepares the task, in the thread that will run it; {@code start} is the START of {@link ProcessFrames}. */
    ProcessRole(byte[] start, ChildSender sender) {
        int version = intAt(start, ProcessFrames.START_VERSION_AT);
        if (version != ProcessFrames.VERSION) {
            throw new IllegalStateException("the parent speaks version " + version + "; this process speaks "
                    + ProcessFrames.VERSION + ". Use the same version of Procession in all processes of a program");
        }
        this.start = start;
        this.sender = sender;
    }

    void run() throws Exception {
        try {
            Object result = call(takeTask());
            if (resultWanted) sendResult(result);
        } catch (Throwable t) {
            if (!terminating) {
                tellQuietly(t);
                throw t;
            }
        }
        if (terminating) { // it was asked to end: it did not end by itself
            sender.markEnd(EndMark.ORDERLY, "");
            System.exit(ProcessMain.TERMINATED);
        }
    }

    /** Its bytes may be many: no frame that stands below the task's own holds them. */
    private @Nullable Object takeTask() {
        byte[] message = start;
        if (message == null) throw new IllegalStateException("the task was taken before");
        start = null;
        resultWanted = (intAt(message, ProcessFrames.START_FLAGS_AT) & ProcessFrames.CALL) != 0;
        mostResultBytes = intAt(message, ProcessFrames.START_RESULT_BYTES_AT);
        forwardLogs(intAt(message, ProcessFrames.START_LOG_SEVERITY_AT));
        int from = ProcessFrames.START_PAYLOAD_AT;
        return Decoder.trusting(ClassLoader.getSystemClassLoader()).decode(message, from, message.length - from);
    }

    private static @Nullable Object call(@Nullable Object task) throws Exception {
        if (task instanceof Callable<?> callable) return callable.call();
        if (task instanceof RemoteTask action) {
            action.run();
            return null;
        }
        throw new DecodingException("neither a task nor a callable arrived, but " + task, null);
    }

    private void sendResult(@Nullable Object result) {
        var buffer = new EncodeBuffer(USUAL_BYTES);
        Encoder.encode(result, buffer);
        if (buffer.size() > mostResultBytes) throw tooLarge("result", buffer.size(), mostResultBytes);
        sendOutcome(ProcessFrames.VALUE, buffer);
    }

    private static EncodingException tooLarge(String what, int bytes, int mostBytes) {
        return new EncodingException(
                "the " + what + " of a call has " + bytes + " bytes, and at most " + mostBytes + " are taken"
                        + "\n  effect: this stands in its place; the call has run to its end"
                        + "\n  remedy: write a file and return its path",
                null);
    }

    private void tellQuietly(Throwable thrown) {
        try {
            tell(thrown);
        } catch (Throwable t) { // no memory left for it: standard error and the exit code tell
            noteQuietly(thrown);
        }
    }

    private void noteQuietly(Throwable thrown) {
        try {
            sender.markEnd(EndMark.LOOP_FAILED, ControlBlock.text(thrown));
        } catch (Throwable t) {
            // what the task threw is what goes up
        }
    }

    private void tell(Throwable thrown) {
        Runtime runtime = Runtime.getRuntime();
        var buffer = new EncodeBuffer(USUAL_BYTES);
        encode(thrown, runtime.totalMemory() - runtime.freeMemory(), buffer);
        if (buffer.size() > JavaStart.MOST_RESULT_BYTES) {
            String what = "exception " + thrown.getClass().getName();
            int bytes = buffer.size();
            buffer.clear();
            encode(tooLarge(what, bytes, JavaStart.MOST_RESULT_BYTES), 0, buffer);
        }
        sendOutcome(ProcessFrames.FAILED, buffer);
    }

    private static void encode(Throwable thrown, long heapBytes, EncodeBuffer buffer) {
        buffer.writeLong(heapBytes);
        buffer.writeLong(Runtime.getRuntime().maxMemory());
        ThrowableCodec.encode(thrown, buffer);
    }

    /** What was logged before it goes before it. */
    private void sendOutcome(int kind, EncodeBuffer outcome) {
        if (logs != null) logs.flush();
        sender.send(kind, outcome.array(), outcome.size());
    }

    private void forwardLogs(int severity) {
        if (severity == ProcessFrames.NO_LOGS) return;
        try {
            logs = LogForwarder.install(sender, severity);
        } catch (NoClassDefFoundError | IllegalAccessError e) {
            throw new IllegalStateException(
                    "the log records of this process cannot be forwarded: its JDK has no module java.logging, or leaves it out"
                            + "\n  effect:  the task was not begun"
                            + "\n  remedy:  add the module, or leave out withForwardedLogs(level)",
                    e);
        }
    }

    private static int intAt(byte[] bytes, int at) {
        return OrderReader.intAt(bytes, at);
    }

    /** An interrupt that comes before the task is for the task. */
    void interrupt() {
        main.interrupt();
    }

    /**
     * Begins to bring the task to an end; never waits.
     *
     * @return whether there is nothing to wait for
     */
    boolean terminate() {
        terminating = true;
        main.interrupt();
        return !main.isAlive();
    }
}
