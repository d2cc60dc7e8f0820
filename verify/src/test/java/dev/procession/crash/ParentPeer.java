package dev.procession.crash;

import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.stream.IntStream;

/** A program with a pool, to be killed in the middle of a map. */
final class ParentPeer {
    static final int WORKERS = 2;

    private static volatile long sink;

    private ParentPeer() {}

    /** What the tasks are doing when the end comes. */
    enum Work {
        /** Java code with safepoints. */
        JAVA,
        /** A system call that sleeps. */
        NATIVE_SLEEP,
        /** Native code that the JVM cannot stop for a collection. */
        CRITICAL,
        /** A loop without safepoints, while another thread asks for a collection. */
        COUNTED_LOOP,
        /** Nothing: a program that starts, works and ends. */
        NONE,
        /** Nothing: the workers still boot. */
        BOOT;

        /** Those in which tasks run. */
        static final List<Work> TASKS = List.of(JAVA, NATIVE_SLEEP, CRITICAL, COUNTED_LOOP);
    }

    public static void main(String[] args) throws Exception {
        Work work = Work.valueOf(args[0]);
        try (var pool = ProcessPool.open(o -> o.withWorkers(WORKERS).withName("doomed"))) {
            switch (work) {
                case NONE -> {
                    pool.run(() -> 1);
                    System.out.println("done");
                }
                case BOOT -> {
                    System.out.println("booting");
                    Thread.currentThread().join();
                }
                default -> {
                    Thread.ofPlatform().daemon().start(() -> announce(pool));
                    pool.map(i -> run(work), IntStream.range(0, 1000).boxed().toList());
                }
            }
        }
    }

    private static void announce(ProcessPool pool) {
        while (!pool.workers().stream().allMatch(w -> w.state() == WorkerInfo.State.BUSY)) Thread.onSpinWait();
        System.out.println("running");
    }

    private static int run(Work work) throws Exception {
        switch (work) {
            case JAVA -> {
                while (true) sink = sink * 31 + System.nanoTime();
            }
            case NATIVE_SLEEP -> call("sleep", 1000);
            case CRITICAL -> critical();
            case COUNTED_LOOP -> {
                Thread.ofPlatform().daemon().start(() -> {
                    while (true) System.gc();
                });
                while (true) sink = counted((int) (sink | 1));
            }
            default -> throw new IllegalArgumentException(String.valueOf(work));
        }
        return 0;
    }

    /** An int loop, which the compiler may leave without a safepoint poll. */
    private static long counted(int seed) {
        int value = seed;
        for (int i = 0; i < Integer.MAX_VALUE; i++) value = value * 31 + i;
        return value;
    }

    @SuppressWarnings("restricted") // native code is what it is for
    private static void call(String function, int argument) throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle handle = linker.downcallHandle(
                linker.defaultLookup().findOrThrow(function),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            sink = (int) handle.invokeExact(argument);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A C function that takes seconds, called without leaving Java: the length of a text that fills a large block. */
    @SuppressWarnings("restricted") // native code is what it is for
    private static void critical() throws Exception {
        Linker linker = Linker.nativeLinker();
        MethodHandle strlen = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("strlen"),
                FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.critical(false));
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(256L << 20);
            text.fill((byte) 'x').set(ValueLayout.JAVA_BYTE, text.byteSize() - 1, (byte) 0);
            while (true) sink = (long) strlen.invokeExact(text);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
