package dev.procession.benchmarks.idle;

import dev.procession.pool.ProcessPool;
import dev.procession.pool.WorkerInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process that has nothing to do until its standard input ends. */
final class IdleMain {
    private static final int WORKERS = 2;
    private static final int TASKS = 200;

    private IdleMain() {}

    /** With the word {@code pool}, opens one and uses it a little. Tells the pids of the workers in one line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (!List.of(args).contains("pool")) {
            awaitEnd(List.of());
            return;
        }
        try (var pool = ProcessPool.open(o -> o.withWorkers(WORKERS))) {
            List<Integer> inputs = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) inputs.add(i);
            List<Integer> results = pool.map(IdleMain::addOne, inputs);
            if (results.size() != TASKS) throw new IllegalStateException(results.size() + " results");
            awaitEnd(pool.workers().stream().map(WorkerInfo::pid).toList());
        }
    }

    private static void awaitEnd(List<Long> workers) throws IOException {
        StringBuilder line = new StringBuilder("ready");
        for (long pid : workers) line.append(' ').append(pid);
        System.out.println(line);
        while (System.in.read() >= 0) {} // what comes is not for us
    }

    private static Integer addOne(Integer n) {
        return n + 1;
    }
}
