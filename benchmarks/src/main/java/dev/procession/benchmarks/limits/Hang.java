package dev.procession.benchmarks.limits;

import dev.procession.os.Clock;
import dev.procession.os.Futex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/** Tasks that give way to nothing but a release by name; no worker is ever released. */
final class Hang {
    /** No task outlives a run that forgot it. */
    private static final long BOUND_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final MemorySegment WORD = Arena.global().allocate(Integer.BYTES, Integer.BYTES);

    private static volatile boolean released;

    private Hang() {}

    static Integer addOne(int n) {
        return n + 1;
    }

    /** Spins, deaf to interrupts. */
    static Integer inJava() {
        long start = System.nanoTime();
        while (!released && System.nanoTime() - start < BOUND_NANOS) Thread.onSpinWait();
        return 0;
    }

    /** Sleeps in one system call, which the JVM's interrupts do not end. */
    static Integer inNativeCode() {
        long deadlineNanos = Clock.monotonicNanos() + BOUND_NANOS;
        while (!released && Clock.monotonicNanos() < deadlineNanos) Futex.await(WORD, 0, 0, deadlineNanos, false);
        return 0;
    }

    /** Lets the tasks of this JVM go, also those that come later. */
    static void release(boolean on) {
        released = on;
        int _ = Futex.wake(WORD, 0, Integer.MAX_VALUE, false);
    }
}
