package dev.procession.examples.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several threads in one process, so that a scenario with many parties needs few JVMs. */
final class Threads {
    private Threads() {}

    /** What each of them does. */
    @FunctionalInterface
    interface Work {
        void run(int index) throws Exception;
    }

    /** Runs virtual threads side by side, and returns when all have ended; throws if one of them did. */
    static void run(int count, Work work) throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            calls.add(() -> {
                work.run(index);
                return true;
            });
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> call : threads.invokeAll(calls)) call.get();
        }
    }
}
