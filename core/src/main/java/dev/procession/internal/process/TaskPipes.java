package dev.procession.internal.process;

import dev.procession.internal.channel.Incoming;
import dev.procession.internal.codec.EncodeBuffer;
import dev.procession.os.Descriptor;
import dev.procession.os.EventFd;
import dev.procession.os.OsException;
import dev.procession.os.PipeEnds;
import dev.procession.os.Poll;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What connects a process with a child that runs one task of it, on the process's side: the task, the orders, the frames
 * ({@link ProcessFrames}), and a flag for the child's end, since the child's pipe may outlive it in somebody's hands. Frames are read
 * by one thread; the rest is for all.
 */
final class TaskPipes implements AutoCloseable {
    private final OpenDescriptors own = new OpenDescriptors();
    private final EventFd ended = new EventFd();
    private final Poll poll = new Poll(2);
    private final MemorySegment order = Arena.ofAuto().allocate(Order.BYTES);
    private int orders;
    private int incoming;
    private @Nullable FrameReader frames;
    private int task = -1;
    private List<Integer> passed = List.of();
    private boolean closed;

    private TaskPipes() {}

    /**
     * Opens all.
     *
     * @param start what the child is to read first
     * @param forChild gets those ends that only the child is to keep
     */
    static TaskPipes open(EncodeBuffer start, OpenDescriptors forChild) throws IOException {
        var pipes = new TaskPipes();
        boolean opened = false;
        try {
            pipes.openAll(start, forChild);
            opened = true;
            return pipes;
        } finally {
            if (!opened) pipes.close();
        }
    }

    private void openAll(EncodeBuffer start, OpenDescriptors forChild) throws IOException {
        task = Descriptor.memoryFile("procession-task");
        try (var file = new FileOutputStream(ProcessFrames.path(task))) {
            file.write(start.array(), 0, start.size());
        }
        PipeEnds forOrders = Descriptor.pipe(false);
        forChild.add(forOrders.read());
        orders = own.add(forOrders.write());
        Descriptor.dontWait(orders);
        PipeEnds forFrames = Descriptor.pipe(true);
        incoming = own.add(forFrames.read());
        forChild.add(forFrames.write());
        passed = List.of(task, forOrders.read(), forFrames.write());
        frames = new FrameReader(incoming, JavaStart.MOST_FRAME_BYTES);
        poll.add(incoming, Poll.READABLE);
        poll.add(ended.descriptor(), Poll.READABLE);
    }

    /** What the child inherits, in the order of {@link ProcessFrames#TASK_DESCRIPTOR} and those behind it. */
    List<Integer> passed() {
        return passed;
    }

    /** The child has read its task: its memory is given back, though the child has the file open as long as it lives. */
    synchronized void forgetTask() {
        if (task < 0) return;
        Descriptor.truncate(task, 0);
        closeTask();
    }

    private void closeTask() {
        if (task >= 0) Descriptor.close(task);
        task = -1;
    }

    /** Sends an order. Never waits: a child that has not read thousands before it would not read this one either. */
    synchronized void order(int kind, long argument) {
        if (closed) return;
        order.set(ValueLayout.JAVA_INT_UNALIGNED, Order.KIND_AT, kind);
        order.set(ValueLayout.JAVA_LONG_UNALIGNED, Order.ARGUMENT_AT, argument);
        try {
            Descriptor.write(orders, order);
        } catch (OsException e) {
            // EPIPE: it has ended, and its end is told elsewhere
        }
    }

    /** The child has ended. */
    void tellEnd() {
        ended.signal();
    }

    /** Waits for a frame or the end; in the kernel, so for a thread of the library's own. */
    void awaitNews(long deadlineNanos) {
        poll.await(deadlineNanos);
    }

    /** The next whole frame, or null; see {@link FrameReader#poll}. */
    @Nullable
    Incoming next() {
        FrameReader reader = frames;
        if (reader == null) return null;
        Incoming frame = reader.poll();
        if (frame == null && reader.isOver()) poll.remove(incoming); // a closed pipe is ready for ever
        return frame;
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        try {
            closeTask();
            own.close();
        } finally {
            ended.close();
        }
    }
}
