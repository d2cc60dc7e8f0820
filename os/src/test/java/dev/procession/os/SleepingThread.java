package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A thread that sleeps in the kernel, and what tests do to it. Whether it sleeps there is read from the kernel, so no
 * test needs to hope that it does by now.
 *
 * @param <T> what it brings back
 */
final class SleepingThread<T> implements AutoCloseable {
    static final long WATCHDOG_SECONDS = 20;

    private static final int TGKILL = SyscallNumber.READ == 0 ? 234 : 131;

    private final FutureTask<T> task;
    private final Thread thread;
    private final FutureTask<String> taskDirectory = new FutureTask<>(
            () -> Files.readSymbolicLink(Path.of("/proc/thread-self")).toString());

    SleepingThread(Callable<T> sleep) {
        task = new FutureTask<>(() -> {
            taskDirectory.run();
            return sleep.call();
        });
        thread = Thread.ofPlatform().daemon().start(task);
    }

    /** Waits until the thread is inside a system call, with a value as its argument of the given index, if any. */
    void awaitInside(int number, int argument, long value) throws Exception {
        Path file = Path.of("/proc", directory(), "syscall");
        Await.until("the thread sleeps in call " + number, () -> isInside(file, number, argument, value));
    }

    private static boolean isInside(Path file, int number, int argument, long value) throws IOException {
        String[] words = Files.readString(file).strip().split(" ", -1); // number, six arguments, or "running"
        return words[0].equals(Integer.toString(number)) && words[argument + 1].equals("0x" + Long.toHexString(value));
    }

    /** Sends this thread a signal that the JVM handles by doing nothing. */
    void interruptCall() throws Exception {
        String directory = directory();
        int thread = Integer.parseInt(directory.substring(directory.lastIndexOf('/') + 1));
        assertThat(Syscall.call(TGKILL, Self.pid(), thread, Signals.SIGPIPE)).isZero();
    }

    boolean isDone() {
        return task.isDone();
    }

    T result() throws ExecutionException, InterruptedException, TimeoutException {
        return task.get(WATCHDOG_SECONDS, TimeUnit.SECONDS);
    }

    private String directory() throws ExecutionException, InterruptedException, TimeoutException {
        return taskDirectory.get(WATCHDOG_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(WATCHDOG_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as("the sleeper is still asleep").isFalse();
    }
}
