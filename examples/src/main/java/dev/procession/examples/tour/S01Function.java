package dev.procession.examples.tour;

import dev.procession.process.ChildProcess;
import dev.procession.process.ProcessInfo;
import java.util.List;

/**
 * A function runs in a child process; both print their pids; the parent waits for the child's end.
 *
 * <p>Python: {@code Process(target=greet, args=("world",))}, {@code start()}, {@code join()}, all under {@code if __name__ ==
 * "__main__"}, because a spawned child imports the main module again. Here the main class is not run again.
 */
public final class S01Function {

    private S01Function() {}

    static void greet(String name) {
        long parent = ProcessInfo.parent().orElseThrow().pid();
        System.out.println("hello " + name + ", from child process "
                + ProcessInfo.current().pid() + " of " + parent);
    }

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        long parent = ProcessInfo.current().pid();
        System.out.println("  this is parent process " + parent);
        var said = new Lines();
        try (var child = ChildProcess.launch(o -> o.withOutput(said.output()), () -> greet("world"))) {
            Check.that(child.join().isSuccess(), "join waits for the child, which ended with " + exit(child));
            Check.that(child.pid() != parent, "parent " + parent + " and child " + child.pid() + " are two processes");
            Check.that(
                    said.all().equals(List.of("hello world, from child process " + child.pid() + " of " + parent)),
                    "after join all that it printed is here: " + said.all());
            Check.that(!Check.runs(child.pid()), "process " + child.pid() + " is gone");
        }
    }

    private static String exit(ChildProcess child) {
        return child.exitStatus().orElseThrow().toString();
    }
}
