package dev.procession.internal.pool;

import dev.procession.DecodingException;
import dev.procession.EncodingException;
import dev.procession.RemoteFunction;
import dev.procession.internal.channel.Duplex;
import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.Outgoing;
import dev.procession.internal.codec.Decoder;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.internal.codec.Encoder;
import dev.procession.internal.codec.ThrowableCodec;
import dev.procession.internal.process.ChildLink;
import dev.procession.internal.process.ChildRole;
import dev.procession.internal.sync.Bell;
import dev.procession.os.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process does: takes frames from its ring, runs tasks one at a time in one thread, and sends what became of
 * them. Whatever a task throws is its result; heap or stack that ran out is reported too, and the pool then replaces the
 * process, because other threads of the task's libraries may have met the same error.
 */
public final class WorkerRole implements ChildRole {
    private static final int USUAL_RESULT_BYTES = 1024;

    private final ChildLink link;
    private final Duplex duplex;
    private final TaskBoard board;
    private final Thread thread;
    private final Map<Integer, Function> functions = new HashMap<>();
    private final EncodeBuffer buffer = new EncodeBuffer(8 * USUAL_RESULT_BYTES);

    /** One for all tasks: it remembers classes and shapes, and those of the system class loader stay in any case. */
    private final Decoder decoder = Decoder.trusting(ClassLoader.getSystemClassLoader());

    /** Guards the interruption of the task thread: only the task that is meant may be hit. */
    private final Object interruptLock = new Object();

    private @Nullable RunningTask interruptible;

    /** Prepares the role, in the thread that will run it. */
    public WorkerRole(ChildLink link) {
        this.link = link;
        this.duplex = link.duplex();
        this.board = new TaskBoard(link.segment());
        this.thread = Thread.currentThread();
    }

    @Override
    public void run() {
        thread.setName("procession-task");
        // Loads what tells of a failure: after an OutOfMemoryError there may be no room for its classes.
        ThrowableCodec.encode(new OutOfMemoryError(), new EncodeBuffer(USUAL_RESULT_BYTES));
        try {
            serve();
        } catch (Throwable t) { // no task's: a frame that the heap has no room for, for instance
            link.control().markFailure(t);
            Runtime.getRuntime().halt(ChildRole.LOOP_FAILED);
        }
    }

    @Override
    public Thread worker() {
        return thread;
    }

    @Override
    public void interrupt(long task) {
        synchronized (interruptLock) {
            RunningTask running = interruptible;
            if (running != null && running.sequence() == task) {
                running.cancel();
                thread.interrupt();
            }
        }
    }

    private void serve() {
        BooleanSupplier hasData = new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return duplex.reader().hasData();
            }
        };
        while (true) {
            try {
                Incoming frame = duplex.reader().poll();
                if (frame != null) take(frame);
                else if (!duplex.ownBell().await(Bell.DATA, hasData, link.parent(), Long.MAX_VALUE)
                        && !link.parent().isAlive()) {
                    Runtime.getRuntime().halt(0); // nobody is left to tell; the kernel is about to do the same
                }
            } catch (InterruptedException e) {
                // a thread that a task left behind interrupts us: nothing to do with this one
            }
        }
    }

    private void take(Incoming frame) {
        byte[] bytes = frame.bytes();
        switch (frame.kind()) {
            case Frames.FUNCTION -> functions.put(ByteView.intAt(bytes, 0), new Function(bytes));
            case Frames.FORGET -> functions.remove(ByteView.intAt(bytes, 0));
            case Frames.TASK -> {
                checkVersion(bytes);
                run(bytes);
            }
            default -> throw new IllegalStateException("a frame of kind " + frame.kind() + " from the parent");
        }
    }

    private static void checkVersion(byte[] frame) {
        int version = ByteView.intAt(frame, Frames.TASK_VERSION_AT) & 0xFF;
        if (version == Frames.VERSION) return;
        throw new IllegalStateException(
                "a task in version " + version + " of the frames of a pool from the parent; this worker reads "
                        + Frames.VERSION + ". Use the same version of Procession in all processes of a program");
    }

    private void run(byte[] frame) {
        int entry = ByteView.intAt(frame, Frames.TASK_VERSION_AT) >>> (8 * Frames.TASK_ENTRY_AT);
        long sequence = ByteView.longAt(frame, Frames.TASK_SEQUENCE_AT);
        long limitNanos = ByteView.longAt(frame, Frames.TASK_LIMIT_AT);
        long startNanos = Clock.monotonicNanos();
        if (!board.start(entry, sequence, startNanos)) return; // the parent has taken it back
        RunningTask running = RunningTask.begin(
                board,
                entry,
                sequence,
                ByteView.intAt(frame, Frames.TASK_ATTEMPT_AT),
                limitNanos == 0 ? Long.MAX_VALUE : startNanos + limitNanos);
        int kind;
        try {
            beginInterruptible(running);
            Object value;
            try {
                value = call(frame);
            } finally {
                endInterruptible();
            }
            begin(sequence, Clock.monotonicNanos() - startNanos);
            Encoder.encode(value, buffer);
            checkSize(ByteView.intAt(frame, Frames.TASK_RESULT_BYTES_AT));
            kind = Frames.DONE;
        } catch (Throwable t) { // everything that a task can throw is what became of it
            kind = Frames.FAILED;
            fail(t, sequence, startNanos);
            int mostBytes = ByteView.intAt(frame, Frames.TASK_RESULT_BYTES_AT);
            if (buffer.size() - Frames.FAILED_PAYLOAD_AT > mostBytes) {
                fail(tooLarge("exception " + t.getClass().getName(), buffer.size(), mostBytes), sequence, startNanos);
            }
        } finally {
            RunningTask.end();
        }
        link.control().noteHeap();
        send(new Outgoing(kind, buffer.array(), buffer.size()));
        board.done(entry, sequence);
    }

    /** To its end, whoever interrupts: half a message would be read as the beginning of the next one. */
    private void send(Outgoing result) {
        while (true) {
            try {
                duplex.send(result, link.parent());
                return;
            } catch (InterruptedException e) {
                // meant for the task, by a thread that it left behind
            }
        }
    }

    private void begin(long sequence, long runningNanos) {
        buffer.clear();
        buffer.writeLong(sequence);
        buffer.writeLong(runningNanos);
    }

    private void checkSize(int mostBytes) {
        int bytes = buffer.size() - Frames.DONE_PAYLOAD_AT;
        if (bytes <= mostBytes) return;
        throw tooLarge("result", bytes, mostBytes);
    }

    private static EncodingException tooLarge(String what, int bytes, int mostBytes) {
        return new EncodingException(
                "the " + what + " of a task has " + bytes + " bytes, and its pool takes " + mostBytes
                        + "\n  effect: this stands in its place; the task has run to its end"
                        + "\n  remedy: withMaxResultBytes(n) allows more; better, let the task write a file and return its path",
                null);
    }

    private void fail(Throwable thrown, long sequence, long startNanos) {
        begin(sequence, Clock.monotonicNanos() - startNanos);
        buffer.writeInt(isWornOutBy(thrown) ? Frames.WORN_OUT : 0);
        ThrowableCodec.encode(thrown, buffer);
    }

    /** The decoder wraps what a {@code readObject} throws; heap that ran out there is as bad as anywhere. */
    private static boolean isWornOutBy(Throwable thrown) {
        Throwable at = thrown instanceof DecodingException ? thrown.getCause() : thrown;
        return at instanceof OutOfMemoryError || at instanceof StackOverflowError;
    }

    private void beginInterruptible(RunningTask running) {
        synchronized (interruptLock) {
            interruptible = running;
        }
    }

    /** After this no interrupt that was meant for the task is left, nor comes. */
    private void endInterruptible() {
        synchronized (interruptLock) {
            interruptible = null;
            Thread.interrupted();
        }
    }

    private @Nullable Object call(byte[] frame) throws Exception {
        int callNumber = ByteView.intAt(frame, Frames.TASK_CALL_AT);
        int from = Frames.TASK_PAYLOAD_AT;
        Object payload = decoder.decode(frame, from, frame.length - from);
        if (callNumber != Frames.NO_CALL) {
            Function function = functions.get(callNumber);
            if (function == null) throw new DecodingException("the function of this task has not arrived", null);
            return function.apply(payload);
        }
        if (payload instanceof Callable<?> callable) return callable.call();
        if (payload instanceof Runnable runnable) {
            runnable.run();
            return null;
        }
        throw new DecodingException("neither Callable nor Runnable arrived, but " + payload, null);
    }

    /** A function that arrived, decoded at its first use, so that a bad one fails its tasks and not the worker. */
    private final class Function {
        private final byte[] frame;
        private @Nullable RemoteFunction<@Nullable Object, @Nullable Object> decoded;

        Function(byte[] frame) {
            this.frame = frame;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // the pool sends RemoteFunctions only; null is a fine input
        @Nullable
        Object apply(@Nullable Object input) throws Exception {
            RemoteFunction<@Nullable Object, @Nullable Object> function = decoded;
            if (function == null) {
                function = (RemoteFunction<@Nullable Object, @Nullable Object>)
                        decoder.decode(frame, Integer.BYTES, frame.length - Integer.BYTES);
                if (function == null) throw new DecodingException("null arrived instead of a function", null);
                decoded = function;
            }
            return function.apply(input);
        }
    }
}
