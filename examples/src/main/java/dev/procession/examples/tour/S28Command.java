package dev.procession.examples.tour;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Input;
import dev.procession.process.Output;
import dev.procession.process.Sentinel;
import dev.procession.process.SupervisedProcess;
import dev.procession.process.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An external command is a child like any other: its output, its exit status, and its sentinel in the same wait as ours.
 *
 * <p>Python: {@code subprocess}, another module with another class; its children have no sentinel, so waiting for them together
 * with those of {@code multiprocessing} takes {@code os.pidfd_open} by hand. The trap there: {@code wait()} before the output has
 * been read hangs as soon as a pipe is full. Here output is read all the time.
 */
public final class S28Command {
    private static final int MANY_LINES = 20_000;

    private S28Command() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        outputAndStatus();
        together();
        muchOutput();
    }

    private static void outputAndStatus() throws InterruptedException {
        var said = new Lines();
        try (var sort = CommandProcess.launch(
                o -> o.withInput(Input.text("pear\napple\n")).withOutput(said.output()), "sort")) {
            Check.that(sort.join().isSuccess(), sort.command() + " has ended well");
            Check.that(said.all().equals(List.of("apple", "pear")), "its output: " + said.all());
        }
        try (var shell = CommandProcess.launch("sh", "-c", "exit 7")) {
            Check.that(shell.join().equals(new ExitStatus.Exited(7)), "a shell ended with " + shell.join());
        }
    }

    private static void together() throws InterruptedException {
        try (var command = CommandProcess.launch("sleep", "0.1");
                var ours = ChildProcess.launch(() -> Thread.sleep(300))) {
            var open = new ArrayList<Sentinel>(List.of(command.sentinel(), ours.sentinel()));
            Set<SupervisedProcess> ended = new LinkedHashSet<>();
            while (!open.isEmpty()) {
                for (Sentinel sentinel : Waiter.await(open)) {
                    open.remove(sentinel);
                    ended.add(sentinel.process());
                }
            }
            Check.that(ended.equals(Set.of(command, ours)), "one wait for both: " + ended);
        }
    }

    private static void muchOutput() throws InterruptedException {
        var count = new int[1];
        try (var seq = CommandProcess.launch(
                o -> o.withOutput(Output.lines((name, pid, error, line) -> count[0]++)),
                "seq",
                Integer.toString(MANY_LINES))) {
            Check.that(seq.join().isSuccess(), "a command that prints " + MANY_LINES + " lines does not hang");
            Check.that(count[0] == MANY_LINES, "and when join returns, all of them are here");
        }
    }
}
