package dev.procession.crash;

import dev.procession.os.Descriptor;
import dev.procession.os.Pidfd;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.RawExit;
import dev.procession.os.Self;
import dev.procession.os.Spawn;
import dev.procession.os.SpawnRequest;
import dev.procession.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program that is process 1 of its namespace, and prints what it sees. */
final class InitPeer {
    private InitPeer() {}

    public static void main(String[] args) throws Exception {
        System.out.println("pid " + Self.pid());
        SmallPeer.main(new String[0]);
        int foreign = startForeign();
        int orphan = makeOrphan();
        Eventually.holds("the orphan is our zombie", () -> isZombie(orphan));
        System.out.println("orphan is a zombie");
        Eventually.holds("the orphan is reaped", () -> ProcFs.stat(orphan) == null);
        System.out.println("orphan is reaped");
        int second = makeOrphan(); // three looks at this one are three looks at the other
        Eventually.holds("the second orphan is reaped", () -> ProcFs.stat(second) == null);
        System.out.println("foreign child is kept: " + isZombie(foreign));
        int pidfd = Pidfd.open(foreign);
        RawExit exit = Pidfd.waitFor(pidfd, false, true);
        Descriptor.close(pidfd);
        System.out.println("foreign child told: " + exit);
        Process process = new ProcessBuilder("sh", "-c", "exit 5").start();
        System.out.println("process builder told: " + process.waitFor());
    }

    private static boolean isZombie(int pid) {
        ProcessStat stat = ProcFs.stat(pid);
        return stat != null && stat.hasEnded() && stat.parentPid() == Self.pid();
    }

    /** A child that this thread has started and will ask for its status later, as a native library may. */
    private static int startForeign() throws InterruptedException {
        int none = SpawnRequest.NULL_DEVICE;
        int pid = Spawn.start(new SpawnRequest(
                List.of("/bin/sh", "-c", "exit 6"),
                Map.of(),
                null,
                none,
                none,
                none,
                List.of(),
                SpawnRequest.Place.SAME_GROUP));
        Eventually.holds("the foreign child has ended", () -> isZombie(pid));
        return pid;
    }

    /** A process whose parent ends before it. */
    private static int makeOrphan() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", "sleep 0.3 >&- & echo $!").start();
        String pid = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return Integer.parseInt(pid.strip());
    }
}
