package dev.procession.internal.process;

import dev.procession.os.ExitRecord;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one way of frames from a child to its parent: a pipe.
 *
 * <p><b>Invariants.</b> I1. Who writes holds {@link #writing}, so frames are whole. I2. The parent reads as long as it lives, with
 * bounded pauses; if it is dead, a write fails, and this process is about to end. I3. The frame of the exit number is written
 * without the lock, when no Java code runs any more: it is one write, which the kernel does not cut. It is asked for only after END
 * was written; a frame of another thread that it cuts in two all the same is of one that the JVM's end left in the kernel.
 */
final class ChildSender implements Testament {
    /** A frame of so many bytes and its header go into one write. */
    private static final int SMALL_BYTES = 4096 - ProcessFrames.HEADER_BYTES;

    private static final long END_PATIENCE_MILLIS = 1_000;

    private final FileOutputStream out;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile int mark;

    ChildSender() throws IOException {
        out = new FileOutputStream(ProcessFrames.path(ProcessFrames.FRAMES_DESCRIPTOR));
    }

    /** Sends a frame, and waits while the pipe is full; interrupts do not matter. */
    void send(int kind, byte[] payload, int length) {
        writing.lock();
        try {
            write(kind, payload, length);
        } finally {
            writing.unlock();
        }
    }

    private void write(int kind, byte[] payload, int length) {
        try {
            if (length > SMALL_BYTES) {
                out.write(header(kind, length, ProcessFrames.HEADER_BYTES));
                out.write(payload, 0, length);
            } else {
                byte[] frame = header(kind, length, ProcessFrames.HEADER_BYTES + length);
                System.arraycopy(payload, 0, frame, ProcessFrames.HEADER_BYTES, length);
                out.write(frame);
            }
        } catch (IOException e) {
            // I2: nobody is left to tell
        }
    }

    private static byte[] header(int kind, int length, int room) {
        byte[] bytes = new byte[room];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(kind).putInt(length);
        return bytes;
    }

    @Override
    public int endMark() {
        return mark;
    }

    /** Waits a moment for a frame that is on its way, an earlier mark say, no longer: the JVM ends. */
    @Override
    public void markEnd(int how, String caller) {
        byte[] words = caller.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(words.length, EndMark.MOST_BYTES);
        byte[] payload = Arrays.copyOf(header(how, 0, Integer.BYTES * 2), Integer.BYTES + length);
        System.arraycopy(words, 0, payload, Integer.BYTES, length);
        if (!lockAtEnd()) return;
        try {
            if (mark != 0) return;
            write(ProcessFrames.END, payload, payload.length);
            mark = how;
        } finally {
            writing.unlock();
        }
    }

    private boolean lockAtEnd() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return writing.tryLock(END_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    @Override
    public void keepExitNumber() {
        if (mark == 0) return; // somebody is in the middle of a frame and stays there
        ExitRecord.send(
                ProcessFrames.path(ProcessFrames.FRAMES_DESCRIPTOR),
                header(ProcessFrames.EXIT, Integer.BYTES, ProcessFrames.HEADER_BYTES));
    }
}
