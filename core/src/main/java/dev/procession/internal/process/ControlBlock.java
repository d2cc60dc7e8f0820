package dev.procession.internal.process;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Owner;
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
 *      4     4 slot         child, before boot                   parent
 *      8     4 generation   child, before boot                   parent
 *     12     4 end mark     child (release): {@link #ORDERLY}, {@link #EXIT_CALLED}, {@link #SIGNALLED}, {@link #LOOP_FAILED}, {@link #MAIN_ENDED}   parent, after the end
 *     16     8 heap used    child, after each task               parent
 *     24     8 heap max     child, at boot                       parent
 *    128     4 command      parent (or), child (swap to 0)       child; a futex word
 *    136     8 about        parent, before command               child: the task that the command is about
 *    144     8 grace        parent, before command               child: the nanoseconds that TERMINATE leaves it
 *    256     4 caller size  child, after caller                  parent, after the end
 *    260     4 dump size    child, after dump                    parent
 *    264     8 exit number  the child's C library, as it exits    parent, after the end; 0 if it was not asked to
 *    512  4096 caller       child: who called System.exit        parent
 *   4608 60928 dump         child: its threads                   parent</pre>
 * <h2>If a process is killed</h2><pre>
 * between                          leaves             put right by
 * slot and boot                    a child not ready  the parent: the child is dead
 * boot and the first command       a ready child      its owner, at its end
 * a text and its size              no text            nobody has to: it is evidence less
 * the end mark and the exit number  no number          nobody has to: the kernel has its last eight bits
 * the parent: about and command    no command         nobody is left to ask</pre>
 */
public final class ControlBlock {
    public static final long BYTES = 65_536;

    /** The child ends because its parent asked for it. */
    static final int ORDERLY = 1;
    /** The child's shutdown hook found a thread inside {@code System.exit}. */
    static final int EXIT_CALLED = 2;
    /** The child's shutdown hook found the JVM's signal handler at work. */
    static final int SIGNALLED = 3;

    /** The child's own loop failed; its words stand in place of a caller. */
    static final int LOOP_FAILED = 4;

    /** The child's shutdown hook found nobody who ends it: its last non-daemon thread had ended. */
    static final int MAIN_ENDED = 5;

    /** Command bit: write down all threads. */
    public static final int DUMP = 1;
    /** Command bit: interrupt the task that the command is about. */
    public static final int INTERRUPT = 2;
    /** Command bit: end in order. */
    public static final int END = 4;

    /** Command bit: bring the work to an end, and then end, within so many nanoseconds. */
    public static final int TERMINATE = 8;

    private static final long BOOT_AT = 0;
    private static final long SLOT_AT = 4;
    private static final long GENERATION_AT = 8;
    private static final long END_MARK_AT = 12;
    private static final long HEAP_USED_AT = 16;
    private static final long HEAP_MAX_AT = 24;
    private static final long COMMAND_AT = 128;
    private static final long ABOUT_AT = 136;
    private static final long GRACE_AT = 144;
    private static final long CALLER_SIZE_AT = 256;
    private static final long DUMP_SIZE_AT = 260;
    private static final long EXIT_NUMBER_AT = 264;
    private static final long CALLER_AT = 512;
    private static final int CALLER_BYTES = 4096;
    private static final long DUMP_AT = CALLER_AT + CALLER_BYTES;
    private static final int DUMP_BYTES = (int) (BYTES - DUMP_AT);

    private final MemorySegment at;
    private final BitMailbox commands;

    public ControlBlock(SharedSegment segment, long offset, Domain domain) {
        this.at = segment.memory().asSlice(offset, BYTES);
        this.commands = new BitMailbox(segment, offset + COMMAND_AT, domain);
    }

    // ---- the child's side

    void ready(Owner self) {
        Words.intRelease(at, SLOT_AT, self.slot());
        Words.intRelease(at, GENERATION_AT, self.generation());
        Words.longRelease(at, HEAP_MAX_AT, Runtime.getRuntime().maxMemory());
        Words.intRelease(at, BOOT_AT, 1);
    }

    /** Writes down the heap in use; some 50 ns. */
    public void noteHeap() {
        Runtime runtime = Runtime.getRuntime();
        Words.longRelease(at, HEAP_USED_AT, runtime.totalMemory() - runtime.freeMemory());
    }

    /** Waits until this time at most; 0 if nothing was asked for. */
    int takeCommand(long deadlineNanos) throws InterruptedException {
        return commands.take(deadlineNanos);
    }

    long graceNanos() {
        return Words.longAcquire(at, GRACE_AT);
    }

    long about() {
        return Words.longAcquire(at, ABOUT_AT);
    }

    void markEnd(int mark, String caller) {
        writeText(CALLER_AT, CALLER_BYTES, CALLER_SIZE_AT, caller);
        Words.intCompareAndSet(at, END_MARK_AT, 0, mark);
    }

    /** Has the whole number written down that this process will have given to {@code exit}, where that is possible. */
    void keepExitNumber() {
        ExitRecord.write(at.asSlice(EXIT_NUMBER_AT, ExitRecord.BYTES));
    }

    /** Writes down why the child's own loop cannot go on. */
    public void markFailure(Throwable failure) {
        String text;
        try {
            text = failure.toString();
        } catch (Throwable t) {
            text = "java.lang.OutOfMemoryError";
        }
        markEnd(LOOP_FAILED, text);
    }

    void writeDump(String text) {
        writeText(DUMP_AT, DUMP_BYTES, DUMP_SIZE_AT, text);
    }

    // ---- the parent's side

    boolean isReady() {
        return Words.intAcquire(at, BOOT_AT) == 1;
    }

    /** The member that the child became. */
    Owner member() {
        return new Owner(Words.intAcquire(at, SLOT_AT), Words.intAcquire(at, GENERATION_AT));
    }

    /** Asks the child for something; never waits. */
    public void command(int bits, long about) {
        if ((bits & DUMP) != 0) Words.intRelease(at, DUMP_SIZE_AT, 0);
        // the grace has a word of its own: another command may be posted before the child has read it
        Words.longRelease(at, (bits & TERMINATE) != 0 ? GRACE_AT : ABOUT_AT, about);
        commands.post(bits);
    }

    int endMark() {
        return Words.intAcquire(at, END_MARK_AT);
    }

    /** What was given to {@code exit} in the child, or 0 if that is not known. */
    int exitNumber() {
        return Words.intAcquire(at, EXIT_NUMBER_AT);
    }

    Optional<String> caller() {
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
