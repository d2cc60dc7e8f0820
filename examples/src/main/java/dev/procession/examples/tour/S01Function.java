package dev.procession.examples.tour;

import dev.procession.pool.ProcessPool;
import java.time.Duration;
import java.util.concurrent.Future;

/** A function runs in a child process; the pids differ; the parent waits for the child's end. */
public final class S01Function {

    private S01Function() {}

    /** What the child says: it prints, and its line reaches the parent's output. */
    static long greet(String name) {
        long pid = ProcessHandle.current().pid();
        System.out.println("  hello " + name + ", from child process " + pid);
        return pid;
    }

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        long parent = ProcessHandle.current().pid();
        System.out.println("  this is parent process " + parent);
        long child;
        try (var pool = ProcessPool.open(o -> o.withName("child").withWorkers(1))) {
            Future<Long> pid = pool.submit(S01Function::greet, "world");
            child = pid.get();
            Check.that(child != parent, "parent " + parent + " and child " + child + " are two processes");
            Check.that(
                    ProcessHandle.of(child)
                                    .flatMap(ProcessHandle::parent)
                                    .map(ProcessHandle::pid)
                                    .orElse(0L)
                            == parent,
                    "the child's parent is " + parent);
            pool.close(Duration.ofSeconds(10)); // as join(): returns when the child is gone
        }
        Check.that(ProcessHandle.of(child).isEmpty(), "after the end of the pool, process " + child + " is gone");
    }
}
