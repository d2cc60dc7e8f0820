package dev.procession.kill;

import dev.procession.crash.SharedFolders;
import dev.procession.internal.memory.Lab;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.Peer;
import dev.procession.testkit.Processes;
import java.nio.file.Path;

/** What a killed program may leave, and for how long. */
final class Remains {
    private Remains() {}

    /** Fails if a process goes on that has this mark in its command line, or if the next start does not sweep the domain. */
    static void vanish(Peer victim, String mark) throws Exception {
        Eventually.holds(
                "nothing of the killed program runs",
                () -> ProcessHandle.allProcesses()
                        .map(ProcessHandle::pid)
                        .filter(Processes::isRunning)
                        .noneMatch(pid -> Processes.commandLine(pid).contains(mark)));
        Eventually.holds(
                "the next start sweeps its domain",
                () -> { // a process gives up its locks as the last thing
                    Lab.sweep(Path.of("/dev/shm"));
                    return SharedFolders.domainsOf(victim.pid()).isEmpty();
                });
        SharedFolders.forget(victim.pid());
    }
}
