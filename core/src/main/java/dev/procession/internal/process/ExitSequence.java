package dev.procession.internal.process;

import dev.procession.internal.memory.Domain;
import dev.procession.internal.sync.JvmEnd;
import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process does as it ends: first what runs children ends them, then the domain is left. One hook, because the JVM
 * runs hooks in no order.
 */
public final class ExitSequence {
    private static final Set<Runnable> FIRST = ConcurrentHashMap.newKeySet();
    private static final long LOG_PATIENCE_MILLIS = 500;

    private static boolean hooked;

    private ExitSequence() {}

    /** Runs this as the process ends, unless {@link #remove} comes first. */
    public static synchronized void add(Runnable ending) {
        FIRST.add(ending);
        if (hooked) return;
        hooked = true;
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(ExitSequence::run, "procession-exit"));
        } catch (IllegalStateException e) {
            // the process ends already: the kernel ends the children, and the next start sweeps
        }
    }

    public static void remove(Runnable ending) {
        FIRST.remove(ending);
    }

    private static void run() {
        for (Runnable ending : FIRST) {
            try {
                ending.run();
            } catch (RuntimeException | Error e) {
                LibraryLog.log(Level.ERROR, "an end in order failed", e);
            }
        }
        JvmEnd.begins();
        Domain.leaveAtExit();
        try {
            LibraryLog.awaitWritten(LOG_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the last records are lost with it
        }
    }
}
