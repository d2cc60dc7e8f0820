package dev.procession.kill;

import dev.procession.internal.memory.Words;
import dev.procession.os.Descriptor;
import dev.procession.os.FileLocks;
import dev.procession.os.Futex;
import dev.procession.os.ParentWatch;
import dev.procession.os.Pidfd;
import dev.procession.os.ProcessLimit;
import dev.procession.os.Scheduling;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import dev.procession.os.Spawn;
import dev.procession.testkit.Steps;
import java.nio.file.Files;

/**
 * What another process can see of what the core does: its stores into shared memory, its files, locks, wake-ups, signals.
 * Giving up a lock or a descriptor is none of them: the kernel does the same at a death, so nothing else is left.
 */
final class SharedSteps {
    static final Steps STEPS = stores().or(Steps.calls(Futex.class, "wake"))
            .or(Steps.calls(FileLocks.class, "tryLock"))
            .or(Steps.calls(Descriptor.class, "openFile", "allocate"))
            .or(Steps.calls(
                    Files.class,
                    "createDirectory",
                    "createDirectories",
                    "createFile",
                    "delete",
                    "deleteIfExists",
                    "move",
                    "setLastModifiedTime",
                    "write",
                    "writeString"))
            .or(Steps.calls(
                    ParentWatch.class, "createFifo", "openWriter", "openReader", "armKillOnHangup", "armForGroup"))
            .or(Steps.calls(Scheduling.class, "setCpus", "setPriority"))
            .or(Steps.calls(ProcessLimit.class, "set"))
            .or(Steps.calls(Self.class, "setParentDeathSignal", "setCoreLimit"))
            .or(Steps.calls(Spawn.class, "start"))
            .or(Steps.calls(Pidfd.class, "sendSignal", "waitFor", "reap"))
            .or(Steps.calls(Signals.class, "kill", "killGroup"));

    private SharedSteps() {}

    /** A writer of {@link Words} takes segment, offset and at least one value. */
    private static Steps stores() {
        Steps words = (owner, method, type) -> owner.equals(Words.class.getName()) && type.parameterCount() >= 3;
        return words.or(Steps.stores());
    }
}
