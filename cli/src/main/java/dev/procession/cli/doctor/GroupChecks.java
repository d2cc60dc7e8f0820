package dev.procession.cli.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What the control groups of this process leave to it and its children: memory, processors, processes. */
final class GroupChecks {
    private static final long MIB = 1L << 20;
    private static final long FEW_BYTES = 256 * MIB;
    private static final long TOO_FEW_BYTES = 64 * MIB;
    private static final long FEW_PIDS = 512;
    private static final long TOO_FEW_PIDS = 64;

    /** Of version 1, which says "none" as a very large number. */
    private static final long NO_LIMIT_BYTES = 1L << 60;

    private GroupChecks() {}

    static Finding memory(Machine machine) {
        Groups groups = Groups.of(machine, "memory");
        long limitBytes = Long.MAX_VALUE;
        long leftBytes = Long.MAX_VALUE;
        for (Path group : groups.chain()) {
            OptionalLong limit = Groups.number(group, groups.version1() ? "memory.limit_in_bytes" : "memory.max");
            if (limit.isEmpty() || limit.getAsLong() >= NO_LIMIT_BYTES) continue;
            limitBytes = Math.min(limitBytes, limit.getAsLong());
            leftBytes = Math.min(leftBytes, leftBytes(groups, group, limit.getAsLong()));
        }
        if (limitBytes == Long.MAX_VALUE) {
            return Finding.ok(
                    "memory group",
                    "no limit",
                    "Pools have no limit of their own; withMemoryLimit(bytes) sets one for each worker.");
        }
        String found = limitBytes / MIB + " MiB, " + leftBytes / MIB + " MiB of it left";
        String meaning =
                "Pages in /dev/shm are charged here too. A child JVM takes 40 MiB and more; pools end the largest"
                        + " worker at nine tenths of what is left, before the kernel chooses.";
        if (leftBytes >= FEW_BYTES) return Finding.ok("memory group", found, meaning);
        String remedy =
                "Raise the limit of the container (docker run --memory, resources.limits.memory), or use fewer workers"
                        + " and withMaxHeap.";
        return leftBytes < TOO_FEW_BYTES
                ? Finding.problem("memory group", found, meaning, remedy)
                : Finding.note("memory group", found, meaning, remedy);
    }

    private static long leftBytes(Groups groups, Path group, long limitBytes) {
        long used = Groups.number(group, groups.version1() ? "memory.usage_in_bytes" : "memory.current")
                .orElse(0);
        String cache = groups.version1() ? "total_inactive_file" : "inactive_file";
        return Math.max(0, limitBytes - used + Groups.keyed(group, "memory.stat", cache));
    }

    /** Whether a lack of memory in one child would cost the whole program. */
    static Finding groupKill(Machine machine) {
        List<Path> chain = Groups.of(machine, "memory").chain();
        for (Path group : chain) {
            if (Groups.number(group, "memory.oom.group").orElse(0) != 1) continue;
            return Finding.problem(
                    "memory.oom.group",
                    "1 in " + group,
                    "If the memory of this group runs out, the kernel ends all processes in it, your program too: a child that"
                            + " eats memory is then not its own loss only.",
                    "Write 0 to " + group.resolve("memory.oom.group")
                            + " (Kubernetes: singleProcessOOMKill of the kubelet), or keep children below it by"
                            + " withMemoryLimit and withMaxHeap.");
        }
        return Finding.ok(
                "memory.oom.group",
                chain.isEmpty() ? "no group" : "0",
                "If memory runs out, the kernel ends one process: children have a higher oom_score_adj than your program.");
    }

    static Finding processors(Machine machine, int allowed) {
        Groups groups = Groups.of(machine, "cpu");
        double least = Double.MAX_VALUE;
        for (Path group : groups.chain()) least = Math.min(least, quota(groups, group));
        if (least >= allowed) {
            return Finding.ok("processors", allowed + ", no quota below", "A pool has one worker for each by default.");
        }
        String found = String.format(Locale.ROOT, "%d, of which a quota leaves %.2f", allowed, least);
        String meaning = "When the quota of a period is used up, all processes of the group stand still to its end.";
        if (least >= 1) return Finding.ok("processors", found, meaning);
        return Finding.note(
                "processors",
                found,
                meaning + " The boot of a child takes " + Math.round(1 / least) + " times as long or more.",
                "Raise the quota (docker run --cpus, resources.limits.cpu), or withStartTimeout(d) beyond 30 s.");
    }

    private static double quota(Groups groups, Path group) {
        if (groups.version1()) {
            long quota = Groups.number(group, "cpu.cfs_quota_us").orElse(-1);
            long period = Groups.number(group, "cpu.cfs_period_us").orElse(0);
            return quota > 0 && period > 0 ? (double) quota / period : Double.MAX_VALUE;
        }
        for (String line : Machine.lines(group.resolve("cpu.max"))) {
            if (!line.matches("[0-9]{1,18} [0-9]{1,18}")) continue;
            String[] words = line.split(" ", -1);
            return Double.parseDouble(words[0]) / Math.max(1, Long.parseLong(words[1]));
        }
        return Double.MAX_VALUE;
    }

    static Finding processes(Machine machine) {
        long left = Long.MAX_VALUE;
        long limit = 0;
        for (Path group : Groups.of(machine, "pids").chain()) {
            OptionalLong most = Groups.number(group, "pids.max");
            if (most.isEmpty()) continue;
            long rest = most.getAsLong() - Groups.number(group, "pids.current").orElse(0);
            if (rest < left) {
                left = rest;
                limit = most.getAsLong();
            }
        }
        if (left == Long.MAX_VALUE) {
            return Finding.ok("pids.max", "no limit", "The control group lets any number of processes and threads be.");
        }
        String found = limit + " processes and threads, " + left + " of them left";
        String meaning =
                "A child JVM has some 20 threads, and each counts. Without room a start fails with a StartException.";
        if (left >= FEW_PIDS) return Finding.ok("pids.max", found, meaning);
        String remedy =
                "Raise the limit (docker run --pids-limit, podPidsLimit of the kubelet, TasksMax of the service).";
        return left < TOO_FEW_PIDS
                ? Finding.problem("pids.max", found, meaning, remedy)
                : Finding.note("pids.max", found, meaning, remedy);
    }
}
