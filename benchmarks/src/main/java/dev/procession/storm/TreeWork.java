package dev.procession.storm;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.ProcessInfo;

/** What the processes of a tree do: each tells its pid, starts the next one and waits for it. */
final class TreeWork {
    static final String PID = "pid ";
    private static final String LONG_SECONDS = "60";

    private TreeWork() {}

    /** So many Java processes below this one, and then a program. */
    static void grow(int depth, String mark) throws InterruptedException {
        System.out.println(PID + ProcessInfo.current().pid());
        if (depth > 0) {
            try (var child = ChildProcess.launch(o -> o.withName(mark), () -> grow(depth - 1, mark))) {
                child.join();
            }
        } else {
            try (var program = CommandProcess.launch("sleep", LONG_SECONDS, mark)) {
                System.out.println(PID + program.pid());
                program.join();
            }
        }
    }

    /** Alone, until somebody ends it. */
    static void rest() throws InterruptedException {
        System.out.println(PID + ProcessInfo.current().pid());
        Thread.sleep(60_000);
    }

    /** The words of a shell with two programs. */
    static String[] shell(String mark) {
        String sleep = "sleep " + LONG_SECONDS + " " + mark;
        return new String[] {"sh", "-c", sleep + " & echo " + PID + "$!; " + sleep + " & echo " + PID + "$!; wait"};
    }
}
