package dev.procession.cli.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limits of this process, which its children inherit, and what becomes of a crash. */
final class LimitChecks {
    private static final long FEW_FILES = 4096;
    private static final long TOO_FEW_FILES = 256;
    private static final long FEW_PROCESSES = 1024;
    private static final long TOO_FEW_PROCESSES = 128;

    private LimitChecks() {}

    static Finding files(Machine machine) {
        long limit = limit(machine, "Max open files");
        String meaning = "Your program needs some 8 descriptors for each child that runs; without, a start fails.";
        return graded(
                "ulimit -n",
                limit,
                TOO_FEW_FILES,
                FEW_FILES,
                meaning,
                "ulimit -n 65536, or LimitNOFILE= of the service.");
    }

    static Finding processes(Machine machine) {
        long limit = limit(machine, "Max processes");
        String meaning =
                "All threads of this user count, in all programs; a child JVM has some 20. Root is not limited.";
        return graded(
                "ulimit -u",
                limit,
                TOO_FEW_PROCESSES,
                FEW_PROCESSES,
                meaning,
                "ulimit -u 32768, or LimitNPROC= of the service.");
    }

    static Finding addressSpace(Machine machine) {
        long limit = limit(machine, "Max address space");
        if (limit == Long.MAX_VALUE) return Finding.ok("ulimit -v", "unlimited", "JVMs may reserve what they like.");
        return Finding.note(
                "ulimit -v",
                limit / 1024 + " KiB",
                "A JVM reserves many times the memory that it uses, so a child may fail to boot.",
                "ulimit -v unlimited; to bound memory, withMaxHeap and withMemoryLimit.");
    }

    private static Finding graded(String subject, long limit, long tooFew, long few, String meaning, String remedy) {
        String found = limit == Long.MAX_VALUE ? "unlimited" : Long.toString(limit);
        if (limit >= few) return Finding.ok(subject, found, meaning);
        return limit < tooFew
                ? Finding.problem(subject, found, meaning, remedy)
                : Finding.note(subject, found, meaning, remedy);
    }

    /** The soft limit; without a number, none. */
    private static long limit(Machine machine, String name) {
        Pattern row = Pattern.compile("^" + name + " +([0-9]{1,18}) .*");
        for (String line : machine.lines("/proc/self/limits")) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) return Long.parseLong(matcher.group(1));
        }
        return Long.MAX_VALUE;
    }

    /** Where the kernel would put a core dump; children make none. */
    static Finding coreDumps(Machine machine) {
        String pattern = machine.line("/proc/sys/kernel/core_pattern").orElse("");
        String found =
                pattern.startsWith("|") ? "piped to " + pattern.substring(1).split(" ", -1)[0] : "'" + pattern + "'";
        String meaning =
                "Children make no core dumps, which would delay the news of a crash; the JVM's error file is kept.";
        if (!pattern.startsWith("|") || limit(machine, "Max core file size") == 0) {
            return Finding.ok("core dumps", found, meaning);
        }
        return Finding.note(
                "core dumps",
                found,
                meaning + " If your program itself crashes, its children are ended once the pipe has read its memory.",
                "ulimit -c 0 for the program, unless you want its dump.");
    }
}
