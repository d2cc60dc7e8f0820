package dev.procession.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One run of one benchmark: one rival after the other in each round, so that a slow minute of the machine hits all of them
 * alike. A rival that fails is told as missing, with the reason, and the others go on.
 */
final class BenchRun {
    private final Benchmark benchmark;
    private final Effort effort;
    private final List<Rival> rivals;
    private final Map<Rival, Recorder> recorders = new LinkedHashMap<>();
    private final Map<Rival, String> absences = new LinkedHashMap<>();
    private final Map<Rival, String> abouts = new LinkedHashMap<>();
    private final Map<String, Integer> leftovers = new TreeMap<>();

    BenchRun(Benchmark benchmark, Effort effort, Set<String> without) {
        this.benchmark = benchmark;
        this.effort = effort;
        this.rivals = benchmark.rivals(effort).stream()
                .filter(rival -> !without.contains(rival.id()))
                .toList();
    }

    Results measure(Machine machine) throws InterruptedException {
        for (Rival rival : rivals) {
            Optional<String> missing = rival.missing();
            if (missing.isPresent()) absences.put(rival, missing.get());
            else attempt(rival, () -> abouts.put(rival, rival.about()));
        }
        rounds("warm-up ", effort.warmUps(benchmark.warmUpRounds()));
        recorders.values().forEach(Recorder::clear);
        rounds("round ", effort.rounds(benchmark.rounds()));
        for (Rival rival : rivals) {
            if (isIn(rival)) attempt(rival, () -> rival.afterwards(recorder(rival)));
            attempt(rival, rival::close);
            countLeftovers(rival);
        }
        return results(machine);
    }

    /** What must not be in a run that proves something, one sentence each. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        absences.forEach((rival, reason) -> wrong.add(benchmark.name() + ": " + rival.title() + " is missing (" + reason
                + "); if that is meant, say --without " + rival.id()));
        for (Rival rival : rivals) {
            if (rival.id().equals(Rival.OURS) && leftovers.containsKey(rival.title())) {
                wrong.add(benchmark.name() + ": " + rival.title() + " left processes behind");
            }
        }
        return wrong;
    }

    private void rounds(String what, int count) throws InterruptedException {
        boolean kept = rivals.stream().anyMatch(Rival::keepsProcesses);
        for (int round = 1; round <= count; round++) {
            for (Rival rival : rivals) {
                if (!isIn(rival)) continue;
                System.err.println(benchmark.name() + ", " + what + round + " of " + count + ": " + rival.title());
                attempt(rival, () -> rival.round(recorder(rival)));
                if (!kept) countLeftovers(rival);
            }
        }
    }

    private boolean isIn(Rival rival) {
        return !absences.containsKey(rival);
    }

    private Recorder recorder(Rival rival) {
        return recorders.computeIfAbsent(rival, _ -> new Recorder());
    }

    private void attempt(Rival rival, Step step) throws InterruptedException {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) { // also a jar that lacks another one
            System.err.println("procession bench: " + rival.title() + " failed");
            e.printStackTrace();
            String message = String.valueOf(e.getMessage());
            absences.put(rival, "it failed: " + message.lines().findFirst().orElse(message)); // the rest is printed
        }
    }

    private void countLeftovers(Rival rival) throws InterruptedException {
        int count = Leftovers.killAll();
        if (count > 0) leftovers.merge(rival.title(), count, Integer::sum);
    }

    private Results results(Machine machine) {
        List<Contender> contenders = new ArrayList<>();
        for (Rival rival : rivals) {
            Recorder recorder = recorder(rival);
            contenders.add(new Contender(
                    rival.id(),
                    rival.title(),
                    abouts.getOrDefault(rival, ""),
                    Optional.ofNullable(absences.get(rival)),
                    recorder.rounds(),
                    recorder.instead()));
        }
        List<String> remarks = new ArrayList<>();
        absences.forEach((rival, reason) -> remarks.add("Missing: " + rival.title() + ": " + reason + "."));
        leftovers.forEach((title, count) -> remarks.add("Processes that " + title
                + " left behind two seconds after it was shut down: " + count + "; they were killed."));
        if (machine.wasBusy()) remarks.add("The machine was busy before the run: these figures prove nothing.");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        return new Results(benchmark.name(), today, machine, contenders, remarks);
    }

    /** Something that a rival does. */
    private interface Step {
        void run() throws Exception;
    }
}
