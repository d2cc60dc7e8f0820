package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.ObjectId;
import dev.procession.internal.memory.Words;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a thread that waits for a lock has written down of itself, in a cell of its own, which is there as long as the wait.
 * <h2>Layout, format 1</h2><pre>
 * offset size name     written by the thread that waits, once, before ready
 *      0    4 ready    1, at last
 *      4    4 half     its process
 *      8    8 thread   its number
 *     16   16 lock     the cell of the lock: slab, its generation, place, its generation
 *     32    4 offset   of the lock's word there
 *     36    4 length   of the text
 *     64    … text     UTF-8: where it waits, and what it holds</pre>
 * <h2>If a process is killed</h2>
 * Before ready nobody reads it; and who retires the process frees the cell.
 *
 * @param cell where it stands
 * @param half the process
 * @param thread the thread's number there
 * @param lock the lock that it waits for
 * @param lockAt where the word of that is in its cell
 * @param text where it waits, and what it holds
 */
record WaitRecord(CellId cell, int half, long thread, CellId lock, long lockAt, String text) {
    private static final int READY_AT = 0;
    private static final int TEXT_AT = 64;

    /** Writes one into a fresh cell. */
    static void write(Cell cell, int half, long thread, CellId lock, long lockAt, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] fitting = Arrays.copyOf(bytes, Math.min(bytes.length, cell.contentBytes() - TEXT_AT));
        ByteBuffer record = ByteBuffer.allocate(TEXT_AT + fitting.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(half)
                .putLong(thread)
                .putInt(lock.slab().index())
                .putInt(lock.slab().generation())
                .putInt(lock.index())
                .putInt(lock.generation())
                .putInt((int) lockAt)
                .putInt(fitting.length);
        record.put(TEXT_AT, fitting);
        MemorySegment to = cell.part(0, cell.contentBytes());
        MemorySegment.copy(MemorySegment.ofArray(record.array()), 0, to, 0, record.capacity());
        Words.intRelease(to, READY_AT, 1);
    }

    /** Reads one; null if it is not ready, or gone by now. */
    static @Nullable WaitRecord read(Domain domain, Cell cell) {
        MemorySegment from = cell.part(0, cell.contentBytes());
        if (Words.intAcquire(from, READY_AT) != 1) return null;
        byte[] bytes = from.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
        VarHandle.acquireFence(); // the copy before the look
        if (!domain.isLive(cell.id())) return null; // before a word of it is believed
        ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var lock = new CellId(new ObjectId(record.getInt(16), record.getInt(20)), record.getInt(24), record.getInt(28));
        int length = Math.clamp(record.getInt(36), 0, bytes.length - TEXT_AT);
        return new WaitRecord(
                cell.id(),
                record.getInt(4),
                record.getLong(8),
                lock,
                record.getInt(32),
                new String(bytes, TEXT_AT, length, StandardCharsets.UTF_8));
    }
}
