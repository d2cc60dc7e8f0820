package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.BenchOptions;
import dev.procession.benchmarks.Benchmark;
import dev.procession.benchmarks.Json;
import dev.procession.benchmarks.JsonObject;
import dev.procession.benchmarks.Leftovers;
import dev.procession.benchmarks.Machine;
import dev.procession.benchmarks.SourceTree;
import dev.procession.benchmarks.UsageException;
import dev.procession.benchmarks.pool.PoolResults.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Question: what does a small task cost that runs in another process, and how soon is it known that its process died?
 * <p>Rivals: a fixed pool of threads in this JVM (what isolation is paid with), PP4J 2.2 (the same idea on the JVM), and
 * CPython's {@code multiprocessing.Pool} in {@code pool.py}.
 * <p>Not shown here: tasks that take time, large data, more than two workers, several submitters, pinned cores, memory,
 * and workers that have been warm for long: each round opens new pools.
 * <p>Run: {@code ./procession bench pool}. With {@code --save}, raw results go to {@code benchmarks/results/} with the
 * machine they came from, and {@code docs/guide/performance.md} is written from them.
 */
public final class PoolBenchmark implements Benchmark {
    private static final int ROUNDS = 5;
    private static final double DEATH_BUDGET_MILLIS = 50;

    private final Map<Rival, Recorder> recorders = new LinkedHashMap<>();
    private final Map<Rival, String> absences = new LinkedHashMap<>();
    private final Map<String, Integer> leftovers = new TreeMap<>();

    @Override
    public String name() {
        return "pool";
    }

    @Override
    public String question() {
        return "What does a small task cost in another process, and how soon is a death known? Takes three minutes.";
    }

    @Override
    public int run(BenchOptions options) throws Exception {
        List<Rival> rivals = chosen(options);
        // Before the work: who may not save should learn it now.
        Optional<Path> root = options.save() ? Optional.of(SourceTree.root()) : Optional.empty();
        Machine machine = Machine.here();
        Leftovers.killAllAtExit();
        for (Rival rival : rivals) {
            rival.missing()
                    .ifPresentOrElse(reason -> absences.put(rival, reason), () -> recorders.put(rival, new Recorder()));
        }
        measure();
        PoolResults results = results(rivals, machine);
        System.out.print(new PoolReport(results).plain());
        if (root.isPresent()) save(results, root.get());
        return options.check() ? check(results) : 0;
    }

    private static List<Rival> chosen(BenchOptions options) {
        List<Rival> all = new ArrayList<>(List.of(JvmRival.values()));
        all.add(new PythonRival());
        for (String id : options.without()) {
            if (!all.removeIf(rival -> rival.id().equals(id))) {
                throw new UsageException("there is no rival '" + id + "' to leave out; there are "
                        + String.join(", ", all.stream().map(Rival::id).toList()));
            }
        }
        return all;
    }

    /** One rival after the other in each round, so that a slow minute of the machine hits all of them alike. */
    private void measure() throws Exception {
        for (int round = 0; round <= ROUNDS; round++) {
            for (var each : recorders.entrySet()) {
                String which = round == 0 ? "warm-up" : "round " + round + " of " + ROUNDS;
                System.err.println(which + ": " + each.getKey().title());
                each.getKey().round(each.getValue());
                countLeftovers(each.getKey());
            }
            if (round == 0) recorders.values().forEach(Recorder::clear);
        }
        for (var each : recorders.entrySet()) {
            each.getKey().afterwards(each.getValue());
            countLeftovers(each.getKey());
        }
    }

    private void countLeftovers(Rival rival) throws InterruptedException {
        int count = Leftovers.killAll();
        if (count > 0) leftovers.merge(rival.title(), count, Integer::sum);
    }

    private PoolResults results(List<Rival> rivals, Machine machine) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        for (Rival rival : rivals) {
            Recorder recorder = recorders.getOrDefault(rival, new Recorder());
            contenders.add(new Contender(
                    rival.id(),
                    rival.title(),
                    absences.containsKey(rival) ? "" : rival.about(),
                    Optional.ofNullable(absences.get(rival)),
                    new EnumMap<>(recorder.rounds()),
                    new EnumMap<>(recorder.instead())));
        }
        List<String> remarks = new ArrayList<>();
        absences.forEach((rival, reason) -> remarks.add("Missing: " + rival.title() + ": " + reason + "."));
        leftovers.forEach((title, count) -> remarks.add("Processes that " + title
                + " left behind two seconds after its pools were shut down: " + count + "; they were killed."));
        if (machine.wasBusy()) remarks.add("The machine was busy before the run: these figures prove nothing.");
        return new PoolResults(LocalDate.now(ZoneOffset.UTC).toString(), machine, contenders, remarks);
    }

    private static void save(PoolResults results, Path root) throws IOException {
        String day = LocalDate.parse(results.date()).format(DateTimeFormatter.BASIC_ISO_DATE);
        Path raw = root.resolve("benchmarks/results/pool-" + day + ".json");
        Path page = root.resolve("docs/guide/performance.md");
        Files.createDirectories(raw.getParent());
        Files.createDirectories(page.getParent());
        Files.writeString(raw, Json.write(results.toJson()));
        // From the file, not from memory: what the page says can be found in the file.
        PoolResults kept = PoolResults.fromJson(JsonObject.parse(Files.readString(raw)));
        Files.writeString(page, new PoolReport(kept).guide("../../benchmarks/results/" + raw.getFileName()));
        System.out.println("written: " + root.relativize(raw) + ", " + root.relativize(page));
    }

    private int check(PoolResults results) {
        List<String> wrong = new ArrayList<>();
        absences.forEach(
                (rival, _) -> wrong.add(rival.title() + " is missing; if that is meant, say --without " + rival.id()));
        for (Contender one : results.contenders()) {
            if (!one.id().equals(JvmRival.PROCESSION.id())) continue;
            OptionalDouble death = PoolReport.percentile(one, Row.DEATH, 99);
            if (death.isEmpty() || death.getAsDouble() > DEATH_BUDGET_MILLIS) {
                wrong.add("death to outcome at p99 is over its budget of " + DEATH_BUDGET_MILLIS + " ms");
            }
            if (leftovers.containsKey(one.title())) wrong.add(one.title() + " left processes behind");
        }
        wrong.forEach(sentence -> System.err.println("check failed: " + sentence));
        return wrong.isEmpty() ? 0 : 1;
    }
}
