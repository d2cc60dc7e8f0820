package dev.procession.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the system around the program does to it: logins that end, and containers. */
final class SystemChecks {
    private static final int FIRST_HUMAN = 1000;

    private SystemChecks() {}

    /** Whether logind deletes a user's shared memory when the user has logged out. */
    static Finding removeIpc(Machine machine, int user, String name) {
        if (!machine.has("/run/systemd/system")) {
            return Finding.ok("RemoveIPC", "no systemd here", "Nobody deletes shared memory when a user logs out.");
        }
        if (user < FIRST_HUMAN) {
            return Finding.ok("RemoveIPC", "user " + user, "logind leaves the shared memory of system users alone.");
        }
        if (!removes(machine)) {
            return Finding.ok("RemoveIPC", "no", "Shared memory outlives the login, as long as a program uses it.");
        }
        if (machine.has("/var/lib/systemd/linger/" + name)) {
            return Finding.ok(
                    "RemoveIPC", "yes, but " + name + " lingers", "A user who lingers never logs out for logind.");
        }
        return Finding.note(
                "RemoveIPC",
                "yes",
                "When the last login of " + name
                        + " ends, logind deletes its files in /dev/shm. A program that still runs, behind"
                        + " nohup or detached, may then fail to start children.",
                "loginctl enable-linger " + name
                        + ", or RemoveIPC=no in /etc/systemd/logind.conf, or run it as a service.");
    }

    /** Later files win; yes is the default. */
    private static boolean removes(Machine machine) {
        List<Path> files = new ArrayList<>(List.of(machine.at("/etc/systemd/logind.conf")));
        for (String folder : List.of("/usr/lib/systemd", "/run/systemd", "/etc/systemd")) {
            files.addAll(machine.files(folder + "/logind.conf.d", "*.conf"));
        }
        boolean removes = true;
        for (Path file : files) {
            for (String line : Machine.lines(file)) {
                String text = line.replace(" ", "");
                if (text.startsWith("RemoveIPC=")) removes = text.matches("RemoveIPC=(?i)(yes|true|on|1)");
            }
        }
        return removes;
    }

    static Finding pidNamespace(Machine machine, int pid) {
        if (pid != 1) {
            String first = machine.line("/proc/1/comm").orElse("unknown");
            return Finding.ok(
                    "PID namespace", "pid " + pid + "; pid 1 is " + first, "Orphans of other programs go to pid 1.");
        }
        return Finding.note(
                "PID namespace",
                "this is pid 1",
                "A program that is pid 1 inherits the orphans of all others in the container, and when it ends, the kernel ends"
                        + " everything there. Signals that it does not handle do nothing to it.",
                "Nothing, if it is the only program of the container; else docker run --init, or shareProcessNamespace.");
    }
}
