package dev.procession.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A benchmark of two rows that nobody runs, and results of it. */
public final class Sample implements Benchmark {
    /** One figure a round. */
    public static final Row SPEED = Row.rate("speed", "how fast", "tasks/s", "Tasks in a second.");
    /** Many samples a round. */
    public static final Row DELAY = Row.samples("delay", "how soon", "µs", "From a call to its end.");

    private final String name;

    /** Names it. */
    public Sample(String name) {
        this.name = name;
    }

    /** Three rounds of ours, two of the rival, which has no delays; and one rival that is missing. */
    public Results results(String date) {
        Contender ours = new Contender(
                Rival.OURS,
                "Procession",
                "about ours",
                Optional.empty(),
                Map.of(
                        SPEED.id(), List.of(List.of(30_000.0), List.of(10_000.0), List.of(20_000.0)),
                        DELAY.id(), List.of(List.of(1.0, 2.0), List.of(3.0, 500.0))),
                Map.of());
        Contender rival = new Contender(
                "rival",
                "A <rival> & co",
                "about the rival",
                Optional.empty(),
                Map.of(SPEED.id(), List.of(List.of(4_000.0), List.of(6_000.0))),
                Map.of(DELAY.id(), "never (10 s)"));
        Contender absent = new Contender("absent", "Absent", "", Optional.of("not installed"), Map.of(), Map.of());
        return new Results(name, date, machine(), List.of(ours, rival, absent), List.of("A remark."));
    }

    private static Machine machine() {
        return new Machine("a processor", 2, "Linux", "a JVM", "none", "not readable", 0.1);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String question() {
        return "How fast is " + name + "?";
    }

    @Override
    public String title() {
        return "Title of " + name;
    }

    @Override
    public List<String> notShown() {
        return List.of("Nothing else.");
    }

    @Override
    public List<Row> rows() {
        return List.of(SPEED, DELAY);
    }

    @Override
    public List<Budget> budgets() {
        return List.of(Budget.atLeast("speed beside the rival", SPEED, Pick.MEDIAN, 3, "rival", Pick.MEDIAN));
    }

    @Override
    public List<Rival> rivals(Effort effort) {
        return List.of();
    }
}
