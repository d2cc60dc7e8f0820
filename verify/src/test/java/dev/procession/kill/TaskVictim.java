package dev.procession.kill;

import dev.procession.process.ChildProcess;

/** A program that starts a JVM for a task, unless it is killed on the way. */
final class TaskVictim {
    private TaskVictim() {}

    /** What stands in the command line of its child. */
    static String mark(long pid) {
        return "-Dmark=of-" + pid + "-";
    }

    public static void main(String[] args) throws Exception {
        String mark = mark(ProcessHandle.current().pid());
        try (var child = ChildProcess.launch(
                o -> o.withJvmFlags(mark).withSystemProperty("much", "x".repeat(100_000)), TaskVictim::hang)) {
            child.kill();
            child.join();
        }
        System.out.println("survived");
    }

    private static void hang() throws InterruptedException {
        Thread.sleep(60_000);
    }
}
