package dev.procession.cli.doctor;

import dev.procession.os.Descriptor;
import dev.procession.os.FileLocks;
import dev.procession.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The place where processes share memory, and what dead programs have left there. */
final class SharedMemoryChecks {
    private static final long MIB = 1L << 20;
    private static final long DOCKER_BYTES = 64 * MIB;
    private static final long TOO_FEW_BYTES = 8 * MIB;
    private static final String PLACE = "/dev/shm";

    private SharedMemoryChecks() {}

    /** Looks at the place; the sizes are what the file system says. */
    static Finding place(Machine machine, long totalBytes, long freeBytes) {
        Path place = machine.at(PLACE);
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
            return Finding.note(
                    PLACE,
                    Files.isDirectory(place) ? "not writable" : "not there",
                    "Shared memory stands in the directory for temporary files instead, which may be a disk: all works, slower.",
                    "Mount a tmpfs there, with mode 1777.");
        }
        String type = type(machine);
        String found = type + ", " + totalBytes / MIB + " MiB, " + freeBytes / MIB + " MiB of it free";
        String meaning =
                "Each worker of a pool takes 0.6 MiB for its channel, and what you share stands here too. What does not fit is an"
                        + " exception when it is made, never a SIGBUS.";
        String remedy = "docker run --shm-size=1g; in Kubernetes an emptyDir with medium Memory at /dev/shm.";
        if (freeBytes < TOO_FEW_BYTES)
            return Finding.problem(PLACE, found, meaning, remedy + " Or delete what fills it.");
        if (!type.equals("tmpfs")) {
            return Finding.note(PLACE, found, "It is no memory: every message may be written to a disk.", remedy);
        }
        return totalBytes <= DOCKER_BYTES
                ? Finding.note(PLACE, found, "That is the size that Docker gives. " + meaning, remedy)
                : Finding.ok(PLACE, found, meaning);
    }

    /** Of what is mounted there last. */
    private static String type(Machine machine) {
        String type = "no mount of its own";
        for (String line : machine.lines("/proc/self/mounts")) {
            String[] words = line.split(" ", -1);
            if (words.length > 2 && words[1].equals(PLACE)) type = words[2];
        }
        return type;
    }

    /** Domains of this user whose programs have all ended. */
    static Finding leftovers(Machine machine, int user) {
        int domains = 0;
        long bytes = 0;
        for (Path root : machine.files(PLACE, "procession-" + user + "*")) {
            if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) continue;
            for (Path domain : machine.files("/" + machine.root().relativize(root), "d*")) {
                if (!isDead(domain)) continue;
                domains++;
                bytes += bytesIn(domain);
            }
        }
        if (domains == 0) return Finding.ok("leftovers", "none", "No program of yours has left shared memory behind.");
        return Finding.note(
                "leftovers",
                domains + (domains == 1 ? " domain, " : " domains, ") + bytes / MIB + " MiB",
                "A program that is killed cannot tidy up. The next one that starts a child does.",
                "Nothing; or start any child.");
    }

    /** Whether nobody holds a byte of its lock; one that has none is being made, or taken away. */
    private static boolean isDead(Path domain) {
        if (!Files.isDirectory(domain, LinkOption.NOFOLLOW_LINKS)) return false;
        int descriptor;
        try {
            descriptor = Descriptor.openFile(domain.resolve("lock"), Descriptor.O_RDWR | Descriptor.O_NOFOLLOW, 0);
        } catch (OsException e) {
            return false;
        }
        try {
            return !FileLocks.lockedByAnother(descriptor, 0, 0);
        } catch (OsException e) {
            return false;
        } finally {
            Descriptor.close(descriptor);
        }
    }

    private static long bytesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            return 0; // somebody sweeps it just now
        }
    }
}
