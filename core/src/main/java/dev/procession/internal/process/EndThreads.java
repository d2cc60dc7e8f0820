package dev.procession.internal.process;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads in which ends are told: what follows an end is user code, which may take its time, and the supervisor has none. They are
 * threads of the kernel's, since virtual ones have to wait for a carrier that other virtual threads keep busy.
 */
final class EndThreads {
    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            100,
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("procession-end").factory());

    private EndThreads() {}

    /** Runs it soon; here, if there is no thread left for it. */
    static void run(Runnable end) {
        try {
            THREADS.execute(end);
        } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
            end.run();
        }
    }
}
