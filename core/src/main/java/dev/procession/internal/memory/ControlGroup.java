package dev.procession.internal.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory control group of a process and its ancestors, of either version, as files.
 *
 * <p>Everything here is evidence or advice: what cannot be read counts as "no limit" and "no event".
 *
 * @param chain from the group of the process up to the root of what is mounted; empty where there is none
 * @param version1 whether these are groups of version 1
 */
public record ControlGroup(List<Path> chain, boolean version1) {
    private static final Path V1 = Path.of("/sys/fs/cgroup/memory");
    private static final List<Path> V2 = List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified"));

    public static ControlGroup ofThisProcess() {
        return at(Path.of("/proc/self/cgroup"), V1, V2);
    }

    public static ControlGroup of(long pid) {
        return at(Path.of("/proc/" + pid + "/cgroup"), V1, V2);
    }

    /** Reads a list as the kernel writes it, for groups mounted in these places. */
    static ControlGroup at(Path list, Path version1, List<Path> version2) {
        for (String line : lines(list)) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1);
            if (first < 0 || second < 0) continue;
            String controllers = line.substring(first + 1, second);
            String group = line.substring(second + 1);
            if (("," + controllers + ",").contains(",memory,") && Files.isDirectory(version1)) {
                return new ControlGroup(chain(version1, group), true);
            }
            if (controllers.isEmpty()) {
                for (Path root : version2) {
                    List<Path> chain = chain(root, group);
                    for (Path step : chain) {
                        if (Files.exists(step.resolve("memory.events"))) return new ControlGroup(chain, false);
                    }
                }
            }
        }
        return new ControlGroup(List.of(), false);
    }

    /** The group's folder and those above it; in a container the path may be seen from outside, then the root counts. */
    private static List<Path> chain(Path root, String group) {
        Path folder =
                root.resolve(group.substring(group.startsWith("/") ? 1 : 0)).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder)) folder = root;
        var chain = new ArrayList<Path>();
        for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) chain.add(at);
        return chain;
    }

    /** Whether the process could be found in a group. */
    public boolean isKnown() {
        return !chain.isEmpty();
    }

    /**
     * How many processes of this very group the kernel has ended for lack of memory, wherever the limit stands. Groups
     * above are not asked: their counters move for siblings too. Without a group, the machine's own counter.
     */
    public long oomKills() {
        if (!chain.isEmpty()) {
            Path counters = chain.getFirst().resolve(version1 ? "memory.oom_control" : "memory.events");
            if (Files.exists(counters)) return keyed(counters, "oom_kill");
        }
        return keyed(Path.of("/proc/vmstat"), "oom_kill");
    }

    /** The smallest limit from this group up; {@link Long#MAX_VALUE} without one. */
    public long limitBytes() {
        long least = Long.MAX_VALUE;
        for (Path folder : chain) least = Math.min(least, limitBytes(folder));
        return least;
    }

    /** What is charged to the group with the smallest limit. */
    public long usageBytes() {
        long least = Long.MAX_VALUE;
        long usage = 0;
        for (Path folder : chain) {
            long limit = limitBytes(folder);
            if (limit <= least) {
                least = limit;
                usage = usageBytes(folder);
            }
        }
        return usage;
    }

    /** What the group and those above can still take, reclaimable page cache included. */
    public long headroomBytes() {
        long least = Long.MAX_VALUE;
        for (Path folder : chain) {
            long limit = limitBytes(folder);
            if (limit == Long.MAX_VALUE) continue;
            long reclaimable = keyed(folder.resolve("memory.stat"), version1 ? "total_inactive_file" : "inactive_file");
            least = Math.min(least, Math.max(0, limit - usageBytes(folder) + reclaimable));
        }
        return least;
    }

    private long limitBytes(Path folder) {
        long limit = number(folder.resolve(version1 ? "memory.limit_in_bytes" : "memory.max"), Long.MAX_VALUE);
        return limit >= 1L << 62 ? Long.MAX_VALUE : limit; // version 1 says "none" as a very large number
    }

    private long usageBytes(Path folder) {
        return number(folder.resolve(version1 ? "memory.usage_in_bytes" : "memory.current"), 0);
    }

    private static long keyed(Path file, String key) {
        for (String line : lines(file)) {
            if (line.startsWith(key) && line.length() > key.length() && line.charAt(key.length()) == ' ') {
                return parse(line.substring(key.length() + 1), 0);
            }
        }
        return 0;
    }

    private static long number(Path file, long otherwise) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? otherwise : parse(lines.getFirst(), otherwise);
    }

    private static long parse(String text, long otherwise) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return otherwise; // "max"
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
