package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.watch.LibraryLog;
import dev.procession.os.EventFd;
import dev.procession.os.Futex;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.Poll;
import dev.procession.os.RawExit;
import dev.procession.os.Signals;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the ends of all children of this process, in one thread, by their pidfds. It comes with the first child and goes
 * with the last.
 *
 * <p>At an end, in this order: the status is read and the zombie kept, so that its pid is nobody else's; what is left of its
 * group is killed; it is reaped; its slot is freed, which tells the sleepers of the domain; its owner is told.
 */
final class Supervisor {
    private static final Supervisor INSTANCE = new Supervisor();

    private final ArrayDeque<Watched> added = new ArrayDeque<>();
    private @Nullable Watching watching;

    private Supervisor() {}

    static Supervisor instance() {
        return INSTANCE;
    }

    /** Takes over a child; if it throws, the child is still the caller's. */
    synchronized void watch(Child child, Domain domain) {
        OrphanReaper.startIfInit();
        Watching now = watching;
        if (now == null) {
            now = new Watching(new EventFd());
            start(now);
            watching = now; // only now: with a thread that could not be started, the next child tries again
        }
        added.add(new Watched(child, domain));
        now.wake.signal();
    }

    private static void start(Watching watching) {
        boolean started = false;
        try {
            Thread.ofPlatform().daemon().name("procession-supervisor").start(watching);
            started = true;
        } finally {
            if (!started) watching.wake.close();
        }
    }

    private synchronized @Nullable Watched nextAdded() {
        return added.poll();
    }

    private synchronized boolean endIfIdle(Map<Integer, Watched> children) {
        if (!children.isEmpty() || !added.isEmpty()) return false;
        watching = null;
        return true;
    }

    private record Watched(Child child, Domain domain) {}

    private final class Watching implements Runnable {
        private final EventFd wake;
        private final Poll poll = new Poll(16);
        private final Map<Integer, Watched> children = new HashMap<>();

        Watching(EventFd wake) {
            this.wake = wake;
            poll.add(wake.descriptor(), Poll.READABLE);
        }

        @Override
        public void run() {
            do {
                for (Watched w = nextAdded(); w != null; w = nextAdded()) {
                    children.put(w.child().pidfd(), w);
                    poll.add(w.child().pidfd(), Poll.READABLE);
                }
                poll.await(Futex.NO_DEADLINE);
                for (int i = poll.nextReady(0); i >= 0; i = poll.nextReady(i + 1)) {
                    int descriptor = poll.descriptor(i);
                    if (descriptor == wake.descriptor()) {
                        wake.drain();
                        continue;
                    }
                    poll.remove(descriptor);
                    i--; // the last one took this index
                    Watched ended = children.remove(descriptor);
                    if (ended != null) endSafely(ended);
                }
            } while (!endIfIdle(children));
            wake.close();
        }

        /** Whatever goes wrong with one child, the others are watched. */
        private void endSafely(Watched ended) {
            try {
                end(ended);
            } catch (RuntimeException | Error e) {
                LibraryLog.log(Level.ERROR, "the end of " + ended.child() + " was not told in full", e);
            }
        }

        private void end(Watched ended) {
            Child child = ended.child();
            ExitStatus status;
            try {
                status = reap(child);
            } catch (RuntimeException e) {
                status = new ExitStatus.Unknown(String.valueOf(e.getMessage()));
            }
            try {
                ended.domain().retireDead();
            } catch (RuntimeException e) {
                LibraryLog.log(Level.ERROR, "the slot of " + child + " could not be freed", e);
            }
            child.end(status);
        }
    }

    private static ExitStatus reap(Child child) {
        RawExit exit;
        try {
            exit = Pidfd.waitFor(child.pidfd(), true, false);
            child.signalGroup(Signals.SIGKILL);
            child.reaping(); // from here on its number may be anybody's
            Pidfd.waitFor(child.pidfd(), false, false);
        } catch (OsException e) {
            exit = Pidfd.infoExit(child.pidfd()); // somebody else in this process has reaped it
            if (exit == null) return new ExitStatus.Unknown("reaped by other code of this process: " + e.getMessage());
        }
        if (exit == null) return new ExitStatus.Unknown("its pidfd was ready, but it had not ended");
        return exit.signaled()
                ? new ExitStatus.Signaled(exit.value(), Signals.name(exit.value()))
                : new ExitStatus.Exited(exit.value());
    }
}
