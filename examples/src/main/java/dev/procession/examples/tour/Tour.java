package dev.procession.examples.tour;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs scenario programs by their numbers. */
public final class Tour {
    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario(
                    1, "a function run in a child process; parent and child print their pids; join", S01Function::main),
            new Scenario(2, "a subclass polls a site while the parent does other work", S02SiteMonitor::main),
            new Scenario(3, "a parent whose main ends before its child; then with join", S03WhoEndsLast::main),
            new Scenario(4, "daemon children end with the program; others keep it alive", S04Daemons::main),
            new Scenario(5, "three children of a class that carries its configuration", S05Configured::main),
            new Scenario(10, "a shared counter: wrong when read before join, right after it", S10Counter::main),
            new Scenario(11, "the life of a process, from new to closed", S11Life::main),
            new Scenario(12, "a pool of four: ten tasks, callbacks, map, outcomes, waiting", S12Pool::main),
            new Scenario(17, "a traffic light: ten cars wait for an event that a daemon sets", S17TrafficLight::main),
            new Scenario(18, "a barrier for five, three seats for eight, a bounded buffer", S18Meetings::main),
            new Scenario(20, "ended children, collected without blocking", S20Collect::main),
            new Scenario(22, "one process adds, one subtracts, under a lock: exactly 0", S22PlusMinus::main),
            new Scenario(26, "no orphans: kill -9 a parent, terminate a child that has a child", S26NoOrphans::main),
            new Scenario(27, "a process that outlives its parent on purpose, stopped by name", S27Detached::main),
            new Scenario(
                    28, "external commands: output, exit status, and one wait for theirs and ours", S28Command::main),
            new Scenario(30, "a busy loop for each core, stopped by Ctrl-C within a second", S30StressCpu::main),
            new Scenario(
                    31,
                    "stopped in the middle: finally blocks run, or the lock's next owner is told",
                    S31Stopped::main));

    private Tour() {}

    @FunctionalInterface
    private interface Program {
        void main(String[] args) throws Exception;
    }

    private record Scenario(int number, String title, Program program) {}

    /**
     * Runs the tour and ends the JVM with its status.
     *
     * @param args as for {@link #run}
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs scenarios, or lists them.
     *
     * @param args their numbers, such as {@code 1,12} or {@code 1-5}; none lists them
     * @return 0 if all held, 1 if one did not, 2 if a number is wrong
     */
    public static int run(String... args) {
        String words = String.join(",", args);
        if (words.isBlank()) {
            for (Scenario s : SCENARIOS) System.out.println(s.number() + "  " + s.title());
            return 0;
        }
        Optional<List<Scenario>> chosen = choose(words);
        if (chosen.isEmpty()) {
            System.err.println("procession: '" + words + "' names no scenarios; there are " + numbers()
                    + ", to be named as in '1,12' or '1-5'");
            return 2;
        }
        int failed = 0;
        for (Scenario scenario : chosen.get()) failed += play(scenario) ? 0 : 1;
        return failed == 0 ? 0 : 1;
    }

    private static boolean play(Scenario scenario) {
        System.out.println("scenario " + scenario.number() + ": " + scenario.title());
        try {
            scenario.program().main(new String[0]);
            System.out.println("scenario " + scenario.number() + ": ok");
            return true;
        } catch (Exception e) {
            if (e instanceof InterruptedException) Thread.currentThread().interrupt();
            System.out.println("scenario " + scenario.number() + ": FAILED, " + e);
            e.printStackTrace();
            return false;
        }
    }

    /** The scenarios that are meant; a range leaves out numbers that are not there, a single number must be there. */
    private static Optional<List<Scenario>> choose(String words) {
        var chosen = new ArrayList<Scenario>();
        try {
            for (String word : words.split("[,\\s]+", -1)) {
                int dash = word.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? word : word.substring(0, dash));
                int last = dash < 0 ? first : Integer.parseInt(word.substring(dash + 1));
                List<Scenario> found = SCENARIOS.stream()
                        .filter(s -> s.number() >= first && s.number() <= last)
                        .toList();
                if (found.isEmpty()) return Optional.empty();
                chosen.addAll(found);
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(chosen);
    }

    private static String numbers() {
        return SCENARIOS.stream().map(s -> Integer.toString(s.number())).collect(Collectors.joining(", "));
    }
}
