package dev.procession.cli.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The control group of this process for one controller, and the groups above it.
 *
 * @param chain from its own group up to the root of what is mounted; empty where there is none
 * @param version1 whether these are groups of version 1
 */
record Groups(List<Path> chain, boolean version1) {

    static Groups of(Machine machine, String controller) {
        for (String line : machine.lines("/proc/self/cgroup")) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) continue;
            Path mounted = machine.at("/sys/fs/cgroup/" + controller);
            if (List.of(parts[1].split(",", -1)).contains(controller) && Files.isDirectory(mounted)) {
                return new Groups(chain(mounted, parts[2]), true);
            }
        }
        for (String line : machine.lines("/proc/self/cgroup")) {
            if (!line.startsWith("0::")) continue;
            for (String mounted : List.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")) {
                List<Path> chain = chain(machine.at(mounted), line.substring(3));
                if (chain.stream().anyMatch(group -> hasController(group, controller))) return new Groups(chain, false);
            }
        }
        return new Groups(List.of(), false);
    }

    private static boolean hasController(Path group, String controller) {
        return Machine.lines(group.resolve("cgroup.controllers")).stream()
                .anyMatch(line -> List.of(line.split(" ", -1)).contains(controller));
    }

    /** In a container the path may be one that only the host knows; then the root of what is mounted counts. */
    private static List<Path> chain(Path root, String group) {
        Path folder = root.resolve(group.replaceFirst("^/+", "")).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder)) folder = root;
        var chain = new ArrayList<Path>();
        for (Path at = folder; at != null && at.startsWith(root); at = at.getParent()) chain.add(at);
        return chain;
    }

    /** The number in a group's file; empty if there is none, as for "max". */
    static OptionalLong number(Path group, String file) {
        return Machine.lines(group.resolve(file)).stream()
                .limit(1)
                .map(String::strip)
                .filter(text -> text.matches("-?[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** The number behind a key of a group's file, or 0. */
    static long keyed(Path group, String file, String key) {
        return Machine.lines(group.resolve(file)).stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 2 && words[0].equals(key) && words[1].matches("[0-9]{1,18}"))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElse(0);
    }
}
