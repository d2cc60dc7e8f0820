package dev.procession.testkit;

import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Self;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What this JVM holds at one moment, each thing as a line that is the same as long as the thing is.
 *
 * @param lines the things
 */
record Resources(Set<String> lines) {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "procession-";

    /** Threads that are meant to outlive every pool: children hang on the first, and the others end when idle for a minute. */
    private static final List<String> LASTING_THREADS = List.of("procession-spawner", "procession-sleeper-");

    /** What the JVM opens by itself when a class is first used, and keeps. */
    private static final List<String> OF_THE_JVM = List.of(".jar", "/lib/modules", "/dev/random", "/dev/urandom");

    static Resources now() {
        var lines = new LinkedHashSet<String>();
        addProcesses(lines);
        addThreads(lines);
        addDescriptors(lines);
        addMappings(lines);
        addEntries(lines);
        return new Resources(lines);
    }

    /** What is here and was not there. */
    Set<String> beyond(Resources before) {
        var rest = new LinkedHashSet<>(lines);
        rest.removeAll(before.lines);
        return rest;
    }

    private static void addProcesses(Set<String> lines) {
        for (ProcessStat child : ProcFs.descendants(Self.pid())) {
            lines.add("process " + child.pid() + (child.hasEnded() ? ", ended but not reaped" : "")
                    + ", started at tick " + child.startTicks() + ": " + Processes.commandLine(child.pid()));
        }
    }

    private static void addThreads(Set<String> lines) {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            String name = thread.getName();
            boolean lasting = LASTING_THREADS.stream().anyMatch(name::startsWith);
            if (name.startsWith(PREFIX) && !lasting) lines.add("thread " + thread.threadId() + " '" + name + "'");
        }
    }

    private static void addDescriptors(Set<String> lines) {
        for (Path link : entries(Path.of("/proc/self/fd"))) {
            String target = targetOf(link);
            boolean ownLook = target.startsWith("/proc/") && target.endsWith("/fd");
            boolean counts =
                    !target.isEmpty() && !ownLook && OF_THE_JVM.stream().noneMatch(target::endsWith);
            if (counts) lines.add("descriptor " + link.getFileName() + " of " + target);
        }
    }

    /** What a descriptor is open on; empty if it has been closed meanwhile. */
    private static String targetOf(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void addMappings(Set<String> lines) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                if (line.contains(SHARED_MEMORY + "/" + PREFIX)) lines.add("mapping " + line.replaceAll(" +", " "));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Domains of other programs are not ours to judge, nor is what a sweep keeps of dead ones. */
    private static void addEntries(Set<String> lines) {
        String own = PREFIX + Self.userId();
        Set<Integer> family =
                ProcFs.descendants(Self.pid()).stream().map(ProcessStat::pid).collect(Collectors.toSet());
        for (Path root : entries(SHARED_MEMORY)) {
            String name = root.getFileName().toString();
            if (!name.equals(own) && !name.startsWith(own + "-")) continue;
            for (Path entry : entries(root)) {
                String kind = entry.getFileName().toString();
                if (!kind.startsWith("dead-") && !isAnotherPrograms(kind, family)) lines.add("entry " + entry);
            }
        }
    }

    /** Whether a folder {@code d<pid>-<random>} was made by a process that lives and is not one of ours. */
    private static boolean isAnotherPrograms(String name, Set<Integer> family) {
        int dash = name.indexOf('-');
        if (dash < 2 || dash > 8 || !name.startsWith("d")) return false;
        String digits = name.substring(1, dash);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) return false;
        int maker = Integer.parseInt(digits);
        ProcessStat stat = ProcFs.stat(maker);
        return maker != Self.pid() && !family.contains(maker) && stat != null && !stat.hasEnded();
    }

    private static List<Path> entries(Path folder) {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
