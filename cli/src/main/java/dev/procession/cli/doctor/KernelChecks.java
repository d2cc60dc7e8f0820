package dev.procession.cli.doctor;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel and the C library are able to do. */
final class KernelChecks {
    private static final Pattern RELEASE = Pattern.compile("^([0-9]{1,4})[.]([0-9]{1,4})");

    private KernelChecks() {}

    /**
     * Looks at the kernel.
     *
     * @param waitAny whether a try of futex_waitv went well
     * @param pidfd what a try to open a pidfd was refused with; empty if it went well
     */
    static Finding kernel(Machine machine, boolean waitAny, String pidfd) {
        String release = machine.line("/proc/sys/kernel/osrelease").orElse("unknown");
        String found = "Linux " + release;
        if (!pidfd.isEmpty() || isBefore(release, 5, 4)) {
            return Finding.problem(
                    "kernel",
                    found + (pidfd.isEmpty() ? "" : ", and it refuses pidfds: " + pidfd),
                    "Children cannot be supervised without pidfds (Linux 5.4).",
                    "Use a kernel of 5.4 or later; in a container, a seccomp profile that allows pidfd_open and"
                            + " pidfd_send_signal.");
        }
        if (!waitAny) {
            return Finding.note(
                    "kernel",
                    found + ", without futex_waitv",
                    "Who waits for a message wakes by naps to see whether the peer lives: a death is noticed later.",
                    "Linux 5.16 or later; in a container, a seccomp profile that allows futex_waitv.");
        }
        if (isBefore(release, 6, 15)) {
            return Finding.note(
                    "kernel",
                    found + ", without PIDFD_INFO_EXIT",
                    "If other code of your program reaps a child of ours, its exit status is unknown.",
                    "Nothing, unless your program calls waitpid(-1) itself; then Linux 6.15 or later.");
        }
        return Finding.ok("kernel", found, "It has all that the library can use.");
    }

    private static boolean isBefore(String release, int major, int minor) {
        Matcher matcher = RELEASE.matcher(release);
        if (!matcher.find()) return false; // no number in it: what was tried tells enough
        int first = Integer.parseInt(matcher.group(1));
        return first < major || (first == major && Integer.parseInt(matcher.group(2)) < minor);
    }

    static Finding libc(Machine machine) {
        List<String> maps = machine.lines("/proc/self/maps");
        if (maps.stream().anyMatch(line -> line.contains("ld-musl") || line.contains("libc.musl"))) {
            return Finding.note(
                    "C library",
                    "musl",
                    "The library needs syscall and posix_spawn, which musl has; it is tested with glibc only.",
                    "If a start fails, try an image with glibc.");
        }
        if (maps.stream().anyMatch(line -> line.matches(".*/(libc[.]so[.]6|libc-2[^/]*[.]so)"))) {
            return Finding.ok("C library", "glibc", "It is what the library is tested with.");
        }
        return Finding.note(
                "C library",
                "unknown",
                "The library is tested with glibc only.",
                "If a start fails, try an image with glibc.");
    }
}
