package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Json;
import dev.procession.benchmarks.Row;
import dev.procession.sync.ProcessLock;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One part of one rival in Java, as a JVM of its own. Prints what it measures. */
final class SyncMain {
    private final Part part;
    private final Effort effort;
    private final Path file;

    private SyncMain(Part part, Effort effort, Path file) {
        this.part = part;
        this.effort = effort;
        this.file = file;
    }

    /** Measures: kind, part, scale, the file of the {@link Field}. */
    public static void main(String[] args) throws Exception {
        var effort = new Effort(Double.parseDouble(args[2]), 1);
        var main = new SyncMain(Part.valueOf(args[1]), effort, Path.of(args[3]));
        switch (JvmRival.Kind.valueOf(args[0])) {
            case PROCESSION -> main.ours();
            case MEMORY -> main.memory();
            case JDK -> main.jdk();
        }
    }

    private void ours() throws Exception {
        switch (part) {
            case FREE -> {
                try (ProcessLock lock = ProcessLock.create()) {
                    tell(SyncRows.FREE, List.of(pairNanos(lock)));
                }
            }
            case CONTENDED_2, CONTENDED_4 -> {
                var outcome = new Contended(effort, file).run(part.processes());
                Iterator<Row> rows = SyncRows.of(part).iterator();
                tell(rows.next(), List.of(outcome.perSecond()));
                tell(rows.next(), List.of(outcome.waitMicros()));
                tell(rows.next(), List.of(outcome.leastShare()));
            }
            case EVENT -> tell(SyncRows.EVENT, EventPing.micros(effort, file));
            case CONDITION -> tell(SyncRows.CONDITION, ConditionPing.micros(effort, file));
            case ADD -> tell(SyncRows.ADD, List.of(SharedAdd.nanos(effort)));
        }
    }

    private void memory() throws Exception {
        Field field = Field.map(file);
        switch (part) {
            case FREE -> tell(SyncRows.FREE, List.of(bareNanos(field)));
            case ADD -> tell(SyncRows.ADD, List.of(new Adding(field::getAndAdd).nanos(effort)));
            case CONTENDED_2, CONTENDED_4, EVENT, CONDITION -> throw new IllegalArgumentException(part.name());
        }
    }

    private void jdk() throws Exception {
        switch (part) {
            case FREE -> tell(SyncRows.FREE, List.of(pairNanos(new ReentrantLock())));
            case ADD -> tell(SyncRows.ADD, List.of(new Adding(new AtomicLong()::getAndAdd).nanos(effort)));
            case CONTENDED_2, CONTENDED_4, EVENT, CONDITION -> throw new IllegalArgumentException(part.name());
        }
    }

    /** Of lock and unlock. */
    @SuppressWarnings("LockNotBeforeTry") // nothing is guarded
    private double pairNanos(Lock lock) throws Exception {
        return new Measure(effort).nanos(times -> {
            for (int i = 0; i < times; i++) {
                lock.lock();
                lock.unlock();
            }
        });
    }

    private double bareNanos(Field field) throws Exception {
        return new Measure(effort).nanos(times -> {
            for (int i = 0; i < times; i++) {
                if (!field.takeAndGive()) throw new IllegalStateException("somebody else writes the word");
            }
        });
    }

    private static void tell(Row row, List<Double> values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("row", row.id());
        line.put("values", values);
        System.out.println(Json.write(line).replace("\n", ""));
    }
}
