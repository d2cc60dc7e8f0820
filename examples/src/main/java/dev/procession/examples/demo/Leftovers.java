package dev.procession.examples.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of this program is still there once its pools are closed.
 *
 * @param pids its descendants
 * @param entries its folders in shared memory
 */
record Leftovers(List<Long> pids, List<Path> entries) {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    static Leftovers look() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        List<Long> pids = self.descendants().map(ProcessHandle::pid).toList();
        var entries = new ArrayList<Path>();
        String roots = "procession-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid") + "*";
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(SHARED_MEMORY, roots)) {
            for (Path folder : folders) {
                // A domain bears the pid of its maker; those of other programs that run now are no leftovers of ours.
                try (DirectoryStream<Path> domains = Files.newDirectoryStream(folder, "d" + self.pid() + "-*")) {
                    domains.forEach(entries::add);
                }
            }
        }
        return new Leftovers(pids, List.copyOf(entries));
    }

    boolean isNone() {
        return pids.isEmpty() && entries.isEmpty();
    }

    @Override
    public String toString() {
        return "leftover pids: " + words(pids) + "\nleftover tmpfs entries: " + words(entries);
    }

    private static String words(List<?> things) {
        return things.isEmpty() ? "none" : things.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
