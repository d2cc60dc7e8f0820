package dev.procession.internal.sync;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads that sleep for virtual ones: a virtual thread in a futex would pin its carrier. They come when needed and
 * go after a minute.
 */
final class Carriers {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("procession-sleeper-", 1).factory());

    private Carriers() {}

    /**
     * Runs a wait in a platform thread. Returns only when that has left it, also when interrupted: what it waits on has one
     * sleeper at a time, and this thread may be the next.
     */
    static boolean call(Callable<Boolean> wait) throws InterruptedException {
        var errand = new Errand(wait);
        THREADS.execute(errand);
        try {
            errand.done.await();
        } catch (InterruptedException e) {
            errand.interrupt();
            errand.awaitDone();
            throw e;
        }
        return errand.result();
    }

    private static final class Errand implements Runnable {
        private final Callable<Boolean> wait;
        private final CountDownLatch done = new CountDownLatch(1);
        private @Nullable Thread runner;
        private boolean interrupted;
        private boolean result;
        private @Nullable Throwable failure;

        Errand(Callable<Boolean> wait) {
            this.wait = wait;
        }

        @Override
        public void run() {
            synchronized (this) {
                runner = Thread.currentThread();
                if (interrupted) runner.interrupt();
            }
            try {
                result = wait.call();
            } catch (Throwable t) { // the caller's, whatever it is
                failure = t;
            } finally {
                synchronized (this) {
                    runner = null;
                }
                Thread.interrupted(); // the next errand of this thread is not meant
                done.countDown();
            }
        }

        /** Pokes the sleep, or keeps it from beginning. */
        synchronized void interrupt() {
            interrupted = true;
            if (runner != null) runner.interrupt();
        }

        void awaitDone() {
            boolean again = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    again = true; // a poked sleeper leaves in microseconds
                }
            }
            if (again) Thread.currentThread().interrupt();
        }

        boolean result() {
            if (failure instanceof RuntimeException cause) throw cause;
            if (failure instanceof Error cause) throw cause;
            if (failure != null) throw new IllegalStateException(failure);
            return result;
        }
    }
}
