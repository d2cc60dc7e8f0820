package dev.procession.benchmarks.process;

import dev.procession.process.ChildProcess;
import java.io.IOException;

/** A program with children, which waits for its kill. */
final class FamilyMain {
    private static final long LONG_MILLIS = 600_000;

    private FamilyMain() {}

    /** Tells the pids of its children in one line. */
    public static void main(String[] args) throws IOException {
        StringBuilder pids = new StringBuilder();
        for (int i = 0; i < ProcessBenchmark.CHILDREN_OF_A_PARENT; i++) {
            var child = ChildProcess.launch(o -> o.withDaemon(true), () -> Thread.sleep(LONG_MILLIS));
            pids.append(' ').append(child.pid());
        }
        System.out.println(pids.substring(1));
        while (System.in.read() >= 0) {} // what comes is not for us
    }
}
