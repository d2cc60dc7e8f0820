package dev.procession.sync;

import dev.procession.Deadlock;
import dev.procession.internal.sync.WatchThread;
import java.util.function.Consumer;

/**
 * Looks for threads of this program's processes that wait for each other's locks, and will for ever.
 *
 * <pre>{@code
 * try (DeadlockWatch watch = DeadlockWatch.start()) {
 *     ChildProcess.launch(() -> System.out.println("a task that takes locks")).join();
 * }
 * }</pre>
 *
 * <p>It finds them within two seconds, in all processes of the program, tells of each once, and ends none: which of them to end is the
 * program's affair. It follows locks that have one owner: {@link ProcessLock}, {@link ReentrantProcessLock}, the write lock of a {@link
 * ProcessReadWriteLock} and the locks of shared numbers; not a writer that waits for readers, nor conditions, semaphores or barriers.
 * Threads of one process need not belong to different ones to be found.
 *
 * <p><b>If a process dies</b> that waits, it waits no more. If the one dies that watches, nobody does; the others go on to write down
 * where they take locks until the program ends.
 *
 * <p><b>Cost</b>, while any process of the program watches: a stack trace for each lock that is taken; 8.5 KiB of
 * shared memory for each thread that has waited for longer than 40 ms; and a thread here, which looks twice in a second. If nobody
 * watches: a look at a word for each lock.
 */
public final class DeadlockWatch implements AutoCloseable {
    private final WatchThread thread;

    private DeadlockWatch(WatchThread thread) {
        this.thread = thread;
    }

    /**
     * Begins to watch, and logs each deadlock as a warning of the library's logger, {@code dev.procession}.
     *
     * @return the watch, to be closed
     */
    public static DeadlockWatch start() {
        return new DeadlockWatch(WatchThread.start(WatchThread::log));
    }

    /**
     * Begins to watch.
     *
     * @param listener told of each deadlock once, in a thread of the watch; what it throws is logged
     * @return the watch, to be closed
     */
    public static DeadlockWatch start(Consumer<Deadlock> listener) {
        return new DeadlockWatch(WatchThread.start(listener));
    }

    /** Ends it; a listener that is just being told may go on. */
    @Override
    public void close() {
        thread.end();
    }
}
