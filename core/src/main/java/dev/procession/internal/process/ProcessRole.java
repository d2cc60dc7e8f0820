package dev.procession.internal.process;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import dev.procession.RemoteTask;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.internal.codec.ThrowableCodec;
import dev.procession.internal.sync.Bell;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a child process is that runs one task: it takes the task from its ring and runs it in its main thread. What the task
 * throws is sent to the parent and then goes up to the JVM, which shows it and ends as it always does.
 */
public final class ProcessRole implements ChildRole {
    private static final int USUAL_BYTES = 1024;

    private final ChildLink link;
    private final ChildSender sender;
    private final Thread main;
    private volatile boolean terminating;

    /** Prepares the role, in the thread that will run it. */
    public ProcessRole(ChildLink link) {
        this.link = link;
        this.sender = new ChildSender(link);
        this.main = Thread.currentThread();
    }

    @Override
    public void run() throws Exception {
        try {
            byte[] start = awaitStart();
            boolean wanted = (intAt(start, ProcessFrames.START_FLAGS_AT) & ProcessFrames.CALL) != 0;
            forwardLogs(intAt(start, ProcessFrames.START_LOG_SEVERITY_AT));
            Object result = call(start);
            if (wanted) sendResult(result, intAt(start, ProcessFrames.START_RESULT_BYTES_AT));
        } catch (Throwable t) {
            if (!terminating) {
                tellQuietly(t);
                throw t;
            }
        }
        if (terminating) { // it was asked to end: it did not end by itself
            link.control().markEnd(ControlBlock.ORDERLY, "");
            System.exit(ChildMain.TERMINATED);
        }
    }

    /** The first message. An interrupt that comes before the task is for the task. */
    private byte[] awaitStart() {
        BooleanSupplier hasData = new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return link.duplex().reader().hasData();
            }
        };
        boolean interrupted = false;
        Incoming start = null;
        while (start == null) {
            start = link.duplex().reader().poll();
            if (start != null) break;
            try {
                if (!link.duplex().ownBell().await(Bell.DATA, hasData, link.parent(), Long.MAX_VALUE)
                        && !link.parent().isAlive()) {
                    Runtime.getRuntime().halt(0); // nobody is left to tell; the kernel is about to do the same
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) main.interrupt();
        byte[] bytes = start.bytes();
        int version = intAt(bytes, ProcessFrames.START_VERSION_AT);
        if (start.kind() == ProcessFrames.START && version == ProcessFrames.VERSION) return bytes;
        throw new IllegalStateException("a message of kind " + start.kind() + " and version " + version
                + " from the parent; this process reads " + ProcessFrames.VERSION
                + ". Use the same version of Procession in all processes of a program");
    }

    private @Nullable Object call(byte[] start) throws Exception {
        int from = ProcessFrames.START_PAYLOAD_AT;
        Object task = Decoder.trusting(ClassLoader.getSystemClassLoader()).decode(start, from, start.length - from);
        if (task instanceof Callable<?> callable) return callable.call();
        if (task instanceof RemoteTask action) {
            action.run();
            return null;
        }
        throw new DecodingException("neither a task nor a callable arrived, but " + task, null);
    }

    private void sendResult(@Nullable Object result, int mostBytes) {
        var buffer = new EncodeBuffer(USUAL_BYTES);
        Encoder.encode(result, buffer);
        if (buffer.size() > mostBytes) throw tooLarge("result", buffer.size(), mostBytes);
        sender.send(new Outgoing(ProcessFrames.VALUE, buffer.array(), buffer.size()));
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
            link.control().markFailure(thrown);
        }
    }

    private void tell(Throwable thrown) {
        link.control().noteHeap();
        var buffer = new EncodeBuffer(USUAL_BYTES);
        ThrowableCodec.encode(thrown, buffer);
        if (buffer.size() > JavaStart.MOST_RESULT_BYTES) {
            buffer.clear();
            ThrowableCodec.encode(
                    tooLarge("exception " + thrown.getClass().getName(), buffer.size(), JavaStart.MOST_RESULT_BYTES),
                    buffer);
        }
        sender.send(new Outgoing(ProcessFrames.FAILED, buffer.array(), buffer.size()));
    }

    private void forwardLogs(int severity) {
        if (severity == ProcessFrames.NO_LOGS) return;
        try {
            LogForwarder.install(sender, severity);
        } catch (NoClassDefFoundError | IllegalAccessError e) {
            throw new IllegalStateException(
                    "the log records of this process cannot be forwarded: its JDK has no module java.logging, or leaves it out"
                            + "\n  effect:  the task was not begun"
                            + "\n  remedy:  add the module, or leave out withForwardedLogs(level)",
                    e);
        }
    }

    private static int intAt(byte[] bytes, int at) {
        return MemorySegment.ofArray(bytes).get(ValueLayout.JAVA_INT_UNALIGNED, at);
    }

    @Override
    public void interrupt(long task) {
        main.interrupt();
    }

    @Override
    public boolean terminate() {
        terminating = true;
        main.interrupt();
        return !main.isAlive();
    }

    @Override
    public Thread worker() {
        return main;
    }
}
