package dev.procession.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;

/** Words that put a peer into a mount namespace of its own. */
final class Namespaces {
    private Namespaces() {}

    /** The wrapper of a peer that sees what these commands have mounted. */
    static String[] mounting(String commands) {
        return new String[] {"unshare", "-m", "sh", "-ec", commands + " && exec \"$@\"", "sh"};
    }

    static void assumeMounts() throws Exception {
        Process probe = new ProcessBuilder("unshare", "-m", "sh", "-ec", "mount -t tmpfs -o size=1m tmpfs /dev/shm")
                .redirectErrorStream(true)
                .start();
        probe.getInputStream().readAllBytes();
        boolean may = probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        assumeTrue(may, "needs the right to mount in a namespace of its own");
    }
}
