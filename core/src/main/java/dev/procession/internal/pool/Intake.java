package dev.procession.internal.pool;

import dev.procession.internal.channel.Incoming;
import dev.procession.internal.channel.RingReader;
import dev.procession.internal.sync.Bell;
import dev.procession.internal.sync.Spin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Brings in the results of one worker process. The keeper does it; or, for a moment, a thread that waits for one of them, which
 * saves the way over the keeper: two wake-ups, most of what a small task costs.
 *
 * <p>Handing on names the tasks that were lost, which calls the user's {@code toString}: while that takes, the results of this one
 * process stand still.
 *
 * <p><b>Invariants.</b> I1. Who reads the ring holds {@code lock}, and hands on what it has read before it gives the lock back. I2.
 * After {@link #close} nobody reads, so the keeper may then decide the session.
 */
final class Intake {
    private static final int FRAMES_AT_ONCE = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Dispatcher dispatcher;
    private final Session session;
    private final RingReader reader;
    private final Bell keepersBell;
    private final List<Incoming> frames = new ArrayList<>(FRAMES_AT_ONCE);

    /** Long enough for a worker that has to wake up first: else both would give up spinning, and never find together again. */
    private final Spin spin = new Spin(5);

    private boolean closed;

    Intake(Dispatcher dispatcher, Session session) {
        this.dispatcher = dispatcher;
        this.session = session;
        this.reader = session.launched().duplex().reader();
        this.keepersBell = session.launched().duplex().ownBell();
    }

    /** For the keeper: takes what is there; whether there was something. */
    boolean take() {
        lock.lock();
        try {
            return read();
        } finally {
            lock.unlock();
        }
    }

    private boolean read() {
        boolean some = false;
        try {
            Incoming frame = reader.poll();
            while (frame != null) {
                frames.add(frame);
                frame = frames.size() < FRAMES_AT_ONCE ? reader.poll() : null;
            }
        } finally {
            some = handOn(); // what came whole counts, also before damage
        }
        return some;
    }

    private boolean handOn() {
        if (frames.isEmpty()) return false;
        try {
            dispatcher.results(session, frames);
            return true;
        } finally {
            frames.clear();
        }
    }

    /**
     * For a thread that waits: looks after the ring in the keeper's place, until the condition holds or that has taken longer
     * than being woken would.
     */
    void help(BooleanSupplier done) {
        if (Thread.currentThread().isVirtual()) return; // it could lose its carrier with the lock in its hands
        try {
            int wanted = keepersBell.relieve();
            try {
                spin.until(() -> {
                    if (!done.getAsBoolean()) lookAfter();
                    return done.getAsBoolean();
                });
            } finally {
                keepersBell.giveBack(wanted, session::mayNeedKeeper);
            }
        } catch (IllegalStateException e) {
            // The process has ended and its channel is being taken back: its keeper decides what became of the task.
            if (!session.launched().channel().segment().isClosing()) throw e;
        }
    }

    private void lookAfter() {
        if (!reader.hasData() || !lock.tryLock()) return;
        try {
            if (!closed) read();
        } catch (RuntimeException | Error e) { // the keeper's to tell: it may be somebody else's result
            dispatcher.damaged(session, e instanceof RuntimeException found ? found : new IllegalStateException(e));
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
