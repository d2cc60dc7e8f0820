package dev.procession.kill;

import dev.procession.process.DetachedProcess;
import java.time.Duration;

/** A program that does with a detached process whatever can be done, unless it is killed on the way. */
final class DetachVictim {
    private DetachVictim() {}

    /** What it does. */
    enum Work {
        /** Starts one. */
        START,
        /** Starts one that is not ready in time. */
        START_LATE,
        /** Stops one that does not end by itself. */
        STOP,
        /** Lists those that live. */
        LIST
    }

    public static void main(String[] args) throws Exception {
        String name = args[1];
        switch (Work.valueOf(args[0])) {
            case START -> start(name);
            case START_LATE ->
                DetachedProcess.start(o -> o.withStartTimeout(Duration.ofMillis(1)), name, DetachVictim::live);
            case STOP -> DetachedProcess.stop(name, Duration.ofMillis(100));
            case LIST -> DetachedProcess.list();
        }
        System.out.println("survived");
    }

    /** Starts one that boots with one compiler. */
    static DetachedProcess start(String name) {
        return DetachedProcess.start(o -> o.withJvmFlags("-XX:TieredStopAtLevel=1"), name, DetachVictim::live);
    }

    static void live() throws InterruptedException {
        Thread.sleep(1_000_000);
    }
}
