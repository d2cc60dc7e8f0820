package dev.procession.internal.process;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.SharedSegment;
import dev.procession.internal.memory.Words;
import dev.procession.internal.sync.BitMailbox;
import dev.procession.os.ExitRecord;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The words that a parent and its child share beside their rings: what a child is asked, how far it is, and what it could
 * still say as it ended.
 * <h2>Layout, format 1: 65,536 bytes, aligned to 128</h2><pre>
 * offset  size name         written by                           read by
 *      0     4 boot         child (release): 1 when it is ready  parent
 *     12     4 end mark     child (release): one of {@link EndMark}   parent, after the end
 *     16     8 heap used    child, after each task               parent
 *     24     8 heap max     child, at boot                       parent
 *    128     4 command      parent (or), child (swap to 0)       child; a futex word
 *    136     8 about        parent, before command               child: the task that the command is about
 *    256     4 caller size  child, after caller                  parent, after the end
 *    260     4 dump size    child, after dump                    parent
 *    264     8 exit number  the child's C library, as it exits    parent, after the end; 0 if it was not asked to
 *    512  4096 caller       child: who called System.exit        parent
 *   4608 60928 dump         child: its threads                   parent</pre>
 * <h2>If a process is killed</h2><pre>
 * between                          leaves             put right by
 * heap max and boot                a child not ready  the parent: the child is dead
 * boot and the first command       a ready child      its owner, at its end
 * a text and its size              no text            nobody has to: it is evidence less
 * the end mark and the exit number  no number          nobody has to: the kernel has its last eight bits
 * the parent: about and command    no command         nobody is left to ask</pre>
 */
public final class ControlBlock implements LastWords, Testament {
    public static final long BYTES = 65_536;

    /** Command bit: write down all threads. */
    public static final int DUMP = 1;
    /** Command bit: interrupt the task that the command is about. */
    public static final int INTERRUPT = 2;
    /** Command bit: end in order. */
    public static final int END = 4;

    private static final long BOOT_AT = 0;
    private static final long END_MARK_AT = 12;
    private static final long HEAP_USED_AT = 16;
    private static final long HEAP_MAX_AT = 24;
    private static final long COMMAND_AT = 128;
    private static final long ABOUT_AT = 136;
    private static final long CALLER_SIZE_AT = 256;
    private static final long DUMP_SIZE_AT = 260;
    private static final long EXIT_NUMBER_AT = 264;
    private static final long CALLER_AT = 512;
    private static final int CALLER_BYTES = EndMark.MOST_BYTES;
    private static final long DUMP_AT = CALLER_AT + CALLER_BYTES;
    private static final int DUMP_BYTES = (int) (BYTES - DUMP_AT);

    private final MemorySegment at;
    private final BitMailbox commands;

    public ControlBlock(SharedSegment segment, long offset, Domain domain) {
        this.at = segment.memory().asSlice(offset, BYTES);
        this.commands = new BitMailbox(segment, offset + COMMAND_AT, domain);
    }

    // ---- the child's side

    void ready() {
        Words.longRelease(at, HEAP_MAX_AT, Runtime.getRuntime().maxMemory());
        Words.intRelease(at, BOOT_AT, 1);
    }

    /** Writes down the heap in use; some 50 ns. */
    public void noteHeap() {
        Runtime runtime = Runtime.getRuntime();
        Words.longRelease(at, HEAP_USED_AT, runtime.totalMemory() - runtime.freeMemory());
    }

    /** Waits for what is asked. */
    int takeCommand() throws InterruptedException {
        return commands.take();
    }

    long about() {
        return Words.longAcquire(at, ABOUT_AT);
    }

    @Override
    public void markEnd(int mark, String caller) {
        writeText(CALLER_AT, CALLER_BYTES, CALLER_SIZE_AT, caller);
        Words.intCompareAndSet(at, END_MARK_AT, 0, mark);
    }

    @Override
    public void keepExitNumber() {
        ExitRecord.write(at.asSlice(EXIT_NUMBER_AT, ExitRecord.BYTES));
    }

    /** Writes down why the child's own loop cannot go on. */
    public void markFailure(Throwable failure) {
        markEnd(EndMark.LOOP_FAILED, text(failure));
    }

    /** Of a failure, perhaps for lack of memory. */
    static String text(Throwable failure) {
        try {
            return failure.toString();
        } catch (Throwable t) {
            return "java.lang.OutOfMemoryError";
        }
    }

    void writeDump(String text) {
        writeText(DUMP_AT, DUMP_BYTES, DUMP_SIZE_AT, text);
    }

    // ---- the parent's side

    boolean isReady() {
        return Words.intAcquire(at, BOOT_AT) == 1;
    }

    /** Asks the child for something; never waits. */
    public void command(int bits, long about) {
        if ((bits & DUMP) != 0) Words.intRelease(at, DUMP_SIZE_AT, 0);
        Words.longRelease(at, ABOUT_AT, about);
        commands.post(bits);
    }

    @Override
    public int endMark() {
        return Words.intAcquire(at, END_MARK_AT);
    }

    @Override
    public int exitNumber() {
        return Words.intAcquire(at, EXIT_NUMBER_AT);
    }

    @Override
    public Optional<String> caller() {
        return readText(CALLER_AT, CALLER_BYTES, CALLER_SIZE_AT);
    }

    /** The threads as the child wrote them down, if it has. */
    public Optional<String> dump() {
        return readText(DUMP_AT, DUMP_BYTES, DUMP_SIZE_AT);
    }

    public long heapUsedBytes() {
        return Words.longAcquire(at, HEAP_USED_AT);
    }

    public long heapMaxBytes() {
        return Words.longAcquire(at, HEAP_MAX_AT);
    }

    private void writeText(long offset, int most, long sizeOffset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, most);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) length--; // no character cut in two
        MemorySegment.copy(bytes, 0, at, ValueLayout.JAVA_BYTE, offset, length);
        Words.intRelease(at, sizeOffset, length);
    }

    private Optional<String> readText(long offset, int most, long sizeOffset) {
        int size = Words.intAcquire(at, sizeOffset);
        if (size <= 0 || size > most) return Optional.empty();
        byte[] bytes = new byte[size];
        MemorySegment.copy(at, ValueLayout.JAVA_BYTE, offset, bytes, 0, size);
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
}
