package dev.procession.internal.process;

import dev.procession.LossCause;
import dev.procession.internal.watch.LibraryLog;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The children of this process that have not ended: who keeps the program alive, and whom its end ends.
 *
 * <p>While a child lives that is no daemon, one thread lives that is no daemon.
 */
public final class Children {
    private static final long EXIT_GRACE_NANOS = 800_000_000;
    private static final long EXIT_PATIENCE_NANOS = 3_000_000_000L;

    private static final Set<Lifecycle> LIVE = new LinkedHashSet<>();
    private static final Runnable AT_EXIT = Children::endAll;
    private static @Nullable Object staysFor;
    private static int staying;

    private Children() {}

    /** In the order of their starts. */
    public static List<Lifecycle> live() {
        synchronized (LIVE) {
            return List.copyOf(LIVE);
        }
    }

    /** Takes note of a child that is about to be started; if it throws, {@link #remove} is due all the same. */
    static void add(Lifecycle life) {
        synchronized (LIVE) {
            if (LIVE.isEmpty()) ExitSequence.add(AT_EXIT);
            LIVE.add(life);
            if (life.isDaemon() || staying++ > 0) return;
            Object vigil = new Object();
            try {
                Thread.ofPlatform()
                        .daemon(false)
                        .name("procession-waits-for-children")
                        .start(() -> stay(vigil));
            } catch (OutOfMemoryError e) { // the JDK's word for a thread that the kernel refuses
                throw StartFailures.noThread(life.name(), e);
            }
            staysFor = vigil;
        }
    }

    static void remove(Lifecycle life) {
        synchronized (LIVE) {
            if (!LIVE.remove(life)) return;
            if (LIVE.isEmpty()) ExitSequence.remove(AT_EXIT);
            if (life.isDaemon() || --staying > 0) return;
            staysFor = null;
            LIVE.notifyAll();
        }
    }

    /** The thread of an earlier vigil may still be on its way out when the next one begins. */
    @SuppressWarnings("ReferenceEquality") // a vigil is nothing but itself
    private static void stay(Object vigil) {
        synchronized (LIVE) {
            while (staysFor == vigil) {
                try {
                    LIVE.wait();
                } catch (InterruptedException e) {
                    // by code that interrupts every thread it finds: the children are not done
                }
            }
        }
    }

    private static void ask(Lifecycle life) {
        try {
            life.climb(new LossCause.Terminated(true), EXIT_GRACE_NANOS);
        } catch (RuntimeException | Error e) { // no thread left for the timer, say: the others are asked all the same
            LibraryLog.log(Level.WARNING, life + " was not asked to end", e);
        }
    }

    /** As the program ends: all are asked, then waited for together. */
    private static void endAll() {
        List<Lifecycle> all = new ArrayList<>(live());
        for (Lifecycle life : all) ask(life);
        long endNanos = System.nanoTime() + EXIT_PATIENCE_NANOS;
        try {
            for (Lifecycle life : all) {
                if (life.state() == Lifecycle.State.NEW || life.state() == Lifecycle.State.STARTING) continue;
                life.awaitTold(endNanos - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the kernel ends the rest
        }
    }
}
