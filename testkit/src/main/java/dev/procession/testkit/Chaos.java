package dev.procession.testkit;

import dev.procession.os.Self;
import dev.procession.os.Signals;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Harm that a process does to itself, for tests of programs that must outlive bad tasks. All of it is real: never call it in
 * a process that you want to keep.
 *
 * {@snippet :
 * try (var pool = ProcessPool.open(o -> o.withWorkers(2).withTaskTimeout(Duration.ofSeconds(1)))) {
 *     ProcessFuture<?> crash = pool.submit(Chaos::segfault); // @highlight substring="Chaos::segfault"
 *     ProcessFuture<?> wedge = pool.submit(Chaos::spinInNativeCode);
 *     assertThat(crash.outcome()).isInstanceOf(Lost.class);
 *     assertThat(pool.run(() -> 6 * 7)).isEqualTo(42);
 * }
 * }
 *
 * <p>What each does to a task of a pool stands in {@code docs/guide/testing.md}.
 *
 * <p><b>Interruption</b>: what hangs or spins is deaf to it, and to {@code Thread.stop} too; only the end of the process ends it.
 *
 * <p><b>Native access</b>: {@link #hangInNativeCode}, {@link #spinInNativeCode}, {@link #spinWithoutSafepoint} and {@link #segfault}
 * call C functions. Where this library stands on the module path, the JVM wants
 * {@code --enable-native-access=dev.procession.testkit} for them.
 */
public final class Chaos {
    private static final int HEAP_STEP_BYTES = 1 << 20;
    private static final int NATIVE_STEP_BYTES = 4 << 20;

    /** What is never given back. */
    private static final List<Object> KEPT = new CopyOnWriteArrayList<>();

    private Chaos() {}

    // ---- it never returns

    /** Waits for ever in Java. */
    public static void hang() {
        while (true) {
            LockSupport.park(KEPT);
            Thread.interrupted(); // else the next park returns at once, and this would spin
        }
    }

    /** Waits for ever in a C function, where a thread dump shows nothing but a native frame. */
    public static void hangInNativeCode() {
        NativeHarm.pause();
    }

    /** Uses a processor for ever, in Java. */
    public static void spin() {
        while (true) Thread.onSpinWait();
    }

    /** Uses a processor for ever, in a C function. The other threads of the process go on. */
    public static void spinInNativeCode() {
        NativeHarm.spin();
    }

    /**
     * Uses a processor for ever, in a C function that the JVM takes for a short one and waits for: at the next collection,
     * thread dump or other safepoint all threads of the process stand still. Nothing inside the process can end it then.
     */
    public static void spinWithoutSafepoint() {
        NativeHarm.spinUnseen();
    }

    // ---- it runs out

    /**
     * Fills the heap. What it took is garbage when it throws.
     *
     * @throws OutOfMemoryError always
     */
    public static void fillHeap() {
        var kept = new ArrayList<byte[]>();
        while (kept.size() < Integer.MAX_VALUE) kept.add(new byte[HEAP_STEP_BYTES]);
    }

    /**
     * Fills the metaspace with generated classes. Without {@code -XX:MaxMetaspaceSize} a JVM sets it hardly a limit, so this
     * has one of its own.
     *
     * @param bytes ends when class files of so many bytes have been defined, which take several times that; the classes
     *     then stay for ever
     * @throws OutOfMemoryError if the metaspace has less; the classes are garbage then
     */
    public static void fillMetaspace(long bytes) {
        KEPT.add(GeneratedClasses.define(bytes));
    }

    /**
     * Takes native memory, writes to all of it, and keeps it.
     *
     * @param bytes how much, rounded up to 4 MiB
     * @throws OutOfMemoryError if the system refuses; more often the kernel ends the process
     */
    public static void fillNativeMemory(long bytes) {
        for (long filled = 0; filled < bytes; filled += NATIVE_STEP_BYTES) {
            MemorySegment block = Arena.global().allocate(NATIVE_STEP_BYTES);
            KEPT.add(block.fill((byte) 1));
        }
    }

    /**
     * Overflows the stack.
     *
     * @throws StackOverflowError always
     */
    public static void overflowStack() {
        if (depth(0) < 0) throw new IllegalStateException("a stack without end"); // the value is used: no loop instead
    }

    @SuppressWarnings("InfiniteRecursion") // the point of it
    private static int depth(int above) {
        return depth(above + 1) + 1;
    }

    /**
     * Starts threads that never end, and are no daemons.
     *
     * @param count how many
     * @throws OutOfMemoryError if the system refuses
     */
    public static void leakThreads(int count) {
        for (int i = 1; i <= count; i++)
            Thread.ofPlatform().name("chaos-leaked-" + i).start(Chaos::hang);
    }

    /**
     * Prints to standard output, as fast as that takes it.
     *
     * @param lines how many lines
     */
    public static void flood(long lines) {
        PrintStream out = System.out;
        for (long i = 1; i <= lines; i++) out.println("chaos line " + i);
        out.flush();
    }

    // ---- the process ends

    /** Reads from the address 0 in a C function. */
    public static void segfault() {
        NativeHarm.readNull();
    }

    /**
     * Ends the process by {@link System#exit}.
     *
     * @param code the exit code
     */
    public static void exit(int code) {
        System.exit(code);
    }

    /**
     * Ends the process by {@link Runtime#halt}: no shutdown hook runs.
     *
     * @param code the exit code
     */
    public static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** Sends {@code SIGKILL} to the own process. */
    public static void kill() {
        Signals.kill(Self.pid(), Signals.SIGKILL);
        hang(); // the signal may take a moment
    }

    // ---- it lies

    /**
     * Overwrites both rings of the channel between this worker and its parent with garbage, and hangs. The memory is found in
     * {@code /proc/self/maps} and written through {@code /proc/self/mem}, as a wild pointer in native code would.
     *
     * @throws IllegalStateException if this process has no channel, because it is no worker
     */
    public static void corruptChannel() {
        ChannelScribble.overAllRings();
        hang();
    }
}
