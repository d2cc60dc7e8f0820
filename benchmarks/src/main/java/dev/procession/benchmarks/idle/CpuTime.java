package dev.procession.benchmarks.idle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time that a process had used at one moment.
 *
 * @param nanosByThread exactly, of each thread that lives
 * @param ticks of the process, also of threads that have ended; counted in hundredths of a second
 */
record CpuTime(Map<String, Long> nanosByThread, long ticks) {
    private static final long TICK_NANOS = 10_000_000;

    // Fields of stat, counted from the one behind the name.
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;

    static CpuTime of(long pid) throws IOException {
        Path folder = Path.of("/proc", Long.toString(pid));
        Map<String, Long> nanos = new HashMap<>();
        try (Stream<Path> threads = Files.list(folder.resolve("task"))) {
            for (Path thread : threads.toList()) {
                try {
                    String line = Files.readString(thread.resolve("schedstat"));
                    nanos.put(thread.getFileName().toString(), Long.parseLong(line.substring(0, line.indexOf(' '))));
                } catch (IOException _) {
                    // It has ended meanwhile. A kernel that does not count exactly has no such file: see nanosSince.
                }
            }
        }
        String stat = Files.readString(folder.resolve("stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        long ticks = Long.parseLong(fields.get(USER_FIELD)) + Long.parseLong(fields.get(SYSTEM_FIELD));
        return new CpuTime(nanos, ticks);
    }

    /**
     * What was used from then to now. The exact count misses threads that have ended, so the coarse one counts where it is
     * greater by more than it may be wrong.
     */
    long nanosSince(CpuTime then) {
        long exact = 0;
        for (var thread : nanosByThread.entrySet()) {
            exact += thread.getValue() - then.nanosByThread.getOrDefault(thread.getKey(), 0L);
        }
        long coarse = (ticks - then.ticks) * TICK_NANOS;
        return coarse - exact > TICK_NANOS ? coarse : exact;
    }
}
