package dev.procession.internal.sync;

import dev.procession.Deadlock;
import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom, at a moment.
 *
 * <p>What is read of several processes, one after the other, is not of one moment. But a record is there as long as its wait, and has a
 * name of its own. So a cycle that is found twice, of the same records, was there all the time between, and none of its threads can
 * have taken or given back anything meanwhile.
 */
final class WaitGraph {
    private final Domain domain;
    private final Map<Waiter, WaitRecord> waits = new HashMap<>();

    private WaitGraph(Domain domain) {
        this.domain = domain;
        for (Cell cell : domain.cellsOf(CellKind.WAITER)) {
            WaitRecord record = WaitRecord.read(domain, cell);
            if (record != null) waits.put(new Waiter(record.half(), record.thread()), record);
        }
    }

    private record Waiter(int half, long thread) {}

    /** The cycles that are there, each once. */
    static List<List<WaitRecord>> cycles(Domain domain) {
        List<List<WaitRecord>> first = new WaitGraph(domain).cyclesNow();
        if (first.isEmpty()) return first;
        var again = new HashSet<Set<WaitRecord>>();
        for (List<WaitRecord> cycle : new WaitGraph(domain).cyclesNow()) again.add(Set.copyOf(cycle));
        return first.stream().filter(cycle -> again.contains(Set.copyOf(cycle))).toList();
    }

    /** The one that a thread of this process is part of. */
    static @Nullable Deadlock deadlockOf(Domain domain, long thread) {
        int half = domain.self().half();
        for (List<WaitRecord> cycle : cycles(domain)) {
            if (cycle.stream().anyMatch(wait -> wait.half() == half && wait.thread() == thread))
                return deadlock(domain, cycle);
        }
        return null;
    }

    static Deadlock deadlock(Domain domain, List<WaitRecord> cycle) {
        return new Deadlock(cycle.stream()
                .map(wait -> new Deadlock.Wait(
                        domain.pid(wait.half()),
                        wait.thread(),
                        "lock " + wait.lock().text(),
                        wait.text()))
                .toList());
    }

    private List<List<WaitRecord>> cyclesNow() {
        var cycles = new ArrayList<List<WaitRecord>>();
        var seen = new HashSet<WaitRecord>();
        for (WaitRecord start : waits.values()) {
            var path = new ArrayList<WaitRecord>();
            WaitRecord at = start;
            while (at != null && seen.add(at)) {
                path.add(at);
                at = next(at);
            }
            int begin = at == null ? -1 : path.indexOf(at);
            if (begin >= 0) cycles.add(List.copyOf(path.subList(begin, path.size())));
        }
        return cycles;
    }

    /** The wait of who holds what this one waits for; null if that is nobody, or does not wait. */
    private @Nullable WaitRecord next(WaitRecord wait) {
        Cell lock = domain.look(wait.lock());
        if (lock == null || wait.lockAt() < 0 || wait.lockAt() > lock.contentBytes() - LockWord.BYTES) return null;
        LockWord.Holder holder = LockWord.holder(lock, wait.lockAt());
        return waits.get(new Waiter(holder.half(), holder.thread()));
    }
}
