package dev.procession.examples.tour;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * A busy loop for each core, stopped by Ctrl-C within a second, with nothing left behind.
 *
 * <p>Python: Ctrl-C goes to every process of the terminal's group, so each prints a traceback of its own; and if only the parent is
 * sent the signal, or is killed, the loops go on. Here children are in groups of their own: Ctrl-C is the parent's, which ends
 * them. The trap in both: a loop that looks at nothing cannot be asked to end, only be killed.
 */
public final class S30StressCpu {
    private static final long LIMIT_MILLIS = 1000;

    private S30StressCpu() {}

    /**
     * Runs the scenario.
     *
     * @param args none; with {@code stress} it is the program that one stops by Ctrl-C
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            stress();
            return;
        }
        var said = new Lines();
        try (CommandProcess program = SecondProgram.start(S30StressCpu.class, said, "stress")) {
            List<Long> loops = new ArrayList<>();
            for (String pid : said.await("loops ").split(" ", -1)) loops.add(Long.valueOf(pid));
            int cores = Runtime.getRuntime().availableProcessors();
            Check.that(loops.size() == cores, "a loop for each of " + cores + " cores: " + loops);
            Check.that(loops.stream().allMatch(Check::runs), "all of them run");
            program.interrupt(); // SIGINT, as by Ctrl-C
            long millis = Check.awaitEnd(loops);
            Check.that(millis < LIMIT_MILLIS, "Ctrl-C: the loops were gone " + millis + " ms later");
            Check.that(program.join().equals(new ExitStatus.Exited(130)), "the program ended with " + program.join());
        }
    }

    private static void stress() throws InterruptedException {
        var pids = new StringBuilder("loops");
        List<ChildProcess> loops = new ArrayList<>();
        for (int i = Runtime.getRuntime().availableProcessors(); i > 0; i--) {
            ChildProcess loop = ChildProcess.launch(S30StressCpu::loop);
            loops.add(loop);
            pids.append(' ').append(loop.pid());
        }
        System.out.println(pids);
        for (ChildProcess loop : loops) loop.join();
    }

    private static void loop() {
        while (true) Thread.onSpinWait();
    }
}
