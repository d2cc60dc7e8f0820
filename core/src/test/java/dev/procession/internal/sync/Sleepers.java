package dev.procession.internal.sync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A platform thread that goes to sleep, and the kernel's word for when it does.
 *
 * @param <T> what it brings back
 */
final class Sleepers<T> {
    private static final long WATCHDOG_SECONDS = 20;

    private final FutureTask<T> task;
    private final FutureTask<Path> directory =
            new FutureTask<>(() -> Path.of("/proc").resolve(Files.readSymbolicLink(Path.of("/proc/thread-self"))));
    private final Thread thread;

    Sleepers(Callable<T> sleep) {
        task = new FutureTask<>(() -> {
            directory.run();
            return sleep.call();
        });
        thread = Thread.ofPlatform().daemon().start(task);
    }

    /** Waits until the kernel shows the thread inside a futex call. */
    Sleepers<T> awaitAsleep() throws Exception {
        Path wchan = directory.get(WATCHDOG_SECONDS, TimeUnit.SECONDS).resolve("syscall");
        Awaitility.await()
                .atMost(WATCHDOG_SECONDS, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> isFutexOnWords(Files.readString(wchan)));
        return this;
    }

    /** futex_waitv; or futex with the operation that waits on a bitset of a shared word, as no lock of the JVM does. */
    private static boolean isFutexOnWords(String call) {
        String[] words = call.split(" ", -1);
        boolean futex = words[0].equals("202") || words[0].equals("98"); // x86-64, aarch64
        return words[0].equals("449") || (futex && words[2].equals("0x9"));
    }

    Thread thread() {
        return thread;
    }

    boolean isDone() {
        return task.isDone();
    }

    T result() throws Exception {
        return task.get(WATCHDOG_SECONDS, TimeUnit.SECONDS);
    }
}
