package dev.procession.internal.process;

import dev.procession.os.OsException;
import dev.procession.os.ProcessLimit;
import dev.procession.os.Scheduling;
import dev.procession.process.ChildOptions;
import dev.procession.process.ResourceLimit;
import java.util.Map;

/** What is done to a process from outside before its program begins. */
final class ChildSetup {
    private ChildSetup() {}

    static boolean isNeeded(ChildOptions options) {
        return !options.cpus().isEmpty()
                || options.priority().isPresent()
                || !options.limits().isEmpty();
    }

    /**
     * Does it.
     *
     * @throws OsException if the kernel refuses; the process is then not to be started
     */
    static void apply(int pid, ChildOptions options) {
        if (!options.cpus().isEmpty()) Scheduling.setCpus(pid, options.cpus());
        if (options.priority().isPresent())
            Scheduling.setPriority(pid, options.priority().getAsInt());
        for (Map.Entry<ResourceLimit, Long> limit : options.limits().entrySet()) {
            ProcessLimit.valueOf(limit.getKey().name()).set(pid, limit.getValue());
        }
    }
}
