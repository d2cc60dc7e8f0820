package dev.procession.internal.process;

import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Self;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The duty of process 1, which this program is in a container without an init: it becomes the parent of every process whose own
 * parent ends, and has to reap it. Does nothing in any other process.
 *
 * <p>What this program has started itself is somebody's to reap: the {@link Supervisor}'s, the JDK's, or that of a native library
 * that will ask for its status. It is spared in two ways. The kernel keeps children by the thread that started them, and gives
 * orphans to the first thread, in which a JVM runs no Java code; so only children of that thread are looked at. Those of a thread
 * that has ended come there too; so only what is a zombie at three looks, two seconds, is reaped: all others reap theirs at once.
 */
final class OrphanReaper implements Runnable {
    private static final int INIT = 1;
    private static final int LOOKS = 3;
    private static final long LOOK_MILLIS = 1_000;

    private static boolean started;

    private final Path children = Path.of("/proc", "self", "task", Integer.toString(INIT), "children");
    private Map<Zombie, Integer> looks = new HashMap<>();

    private OrphanReaper() {}

    private record Zombie(int pid, long startTicks) {}

    /** Starts looking, once, if this is process 1. */
    static synchronized void startIfInit() {
        if (started || Self.pid() != INIT) return;
        Thread.ofPlatform().daemon().name("procession-init").start(new OrphanReaper());
        started = true;
    }

    @Override
    public void run() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
                look();
            } catch (InterruptedException e) {
                // by code that interrupts every thread it finds: orphans come all the same
            } catch (OsException | IOException e) {
                // no descriptor left to look with: the next look may have one
            }
        }
    }

    private void look() throws IOException {
        Map<Zombie, Integer> now = new HashMap<>();
        for (ProcessStat child : candidates()) {
            if (child.state() != 'Z' || child.parentPid() != INIT) continue;
            var zombie = new Zombie(child.pid(), child.startTicks());
            int count = looks.getOrDefault(zombie, 0) + 1;
            if (count < LOOKS) now.put(zombie, count);
            else reap(zombie);
        }
        looks = now;
    }

    /** Children of the first thread; where the kernel does not tell by threads, all. */
    private List<ProcessStat> candidates() throws IOException {
        if (!Files.exists(children)) return ProcFs.descendants(INIT);
        var found = new ArrayList<ProcessStat>();
        for (String pid : Files.readString(children).split(" ", -1)) {
            ProcessStat stat = pid.isBlank() ? null : ProcFs.stat(Integer.parseInt(pid));
            if (stat != null) found.add(stat);
        }
        return found;
    }

    private static void reap(Zombie zombie) {
        int pidfd = Pidfd.open(zombie.pid());
        try {
            if (ProcFs.startTicks(zombie.pid()) == zombie.startTicks()) Pidfd.waitFor(pidfd, false, false);
        } finally {
            Descriptor.close(pidfd);
        }
    }
}
