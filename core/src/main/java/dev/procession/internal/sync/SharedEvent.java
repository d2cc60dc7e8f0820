package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.sync.ProcessEvent;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A flag that everybody may set, clear and wait for.
 * <h2>Layout, format 1: 4 bytes, aligned to 128</h2><pre>
 * offset size name  written by            read by
 *      0    4 word  anybody, atomically   everybody; a futex word
 * word: | generation 1..31 | SET 0 |      the generation wraps</pre>
 * <h2>States</h2><pre>
 * unset(g)  → set(g+1)   set(), which then wakes all
 * set(g)    → unset(g)   clear()</pre>
 * <h2>Invariants</h2>
 * E1. The generation moves with each step from unset to set, and never else. So who began to wait at unset(g) has missed nothing if it
 * still sees unset(g), and was let through if it sees anything else, however often the event was set and cleared in between (but for a
 * sleeper that does not run while it is set 2³¹ times exactly). E2. Who sleeps does so on unset(g), which set() leaves for good before
 * it wakes. E3. Each call stores once at most, so there is no state between two stores.
 * <h2>If a process is killed</h2><pre>
 * between                          leaves                         put right by
 * looking and the store            nothing                        nobody has to
 * unset → set and its wake         set; sleepers on an old word   the epoch: they look, and go on
 * being woken and going on         nothing                        nobody has to: all were woken
 * looking and sleeping             nothing                        nobody has to: a sleeper leaves no trace</pre>
 */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class SharedEvent extends SharedHandle implements ProcessEvent {
    private static final long WORD_AT = 0;
    private static final int SET = 1;
    private static final int GENERATION = 2; // one

    private final MemorySegment at;
    private final WaitWord futex;

    private SharedEvent(Domain domain, Cell cell) {
        super(domain, cell);
        this.at = cell.part(WORD_AT, Integer.BYTES);
        this.futex = new WaitWord(domain, cell, WORD_AT);
    }

    /** Makes one that is not set. */
    public static SharedEvent create() {
        return SharedHandles.create(CellKind.EVENT, SharedEvent::new);
    }

    static SharedEvent open(CellId id) {
        return SharedHandles.open(id, CellKind.EVENT, SharedEvent.class, SharedEvent::new);
    }

    @Override
    public boolean isSet() {
        enter();
        try {
            return isSet(futex.value());
        } finally {
            leave();
        }
    }

    @Override
    public void set() {
        enter();
        try {
            while (true) {
                int now = futex.value();
                if (isSet(now)) return;
                if (!Words.intCompareAndSet(at, 0, now, (now + GENERATION) | SET)) continue;
                futex.wakeAll();
                return;
            }
        } finally {
            leave();
        }
    }

    @Override
    public void clear() {
        enter();
        try {
            while (true) {
                int now = futex.value();
                if (!isSet(now) || Words.intCompareAndSet(at, 0, now, now & ~SET)) return;
            }
        } finally {
            leave();
        }
    }

    @Override
    public void await() throws InterruptedException {
        awaitUntil(Deadline.NEVER);
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return awaitUntil(Deadline.after(timeout));
    }

    private boolean awaitUntil(long deadlineNanos) throws InterruptedException {
        if (Thread.interrupted()) throw new InterruptedException();
        enter();
        try {
            return futex.await(new Waiting(futex.value()), deadlineNanos, this::checkOpen);
        } finally {
            leave();
        }
    }

    /** Waits for another value than the one with which it began, unless that was set. */
    private final class Waiting implements WaitWord.Attempt {
        private final int began;

        Waiting(int began) {
            this.began = began;
        }

        @Override
        public boolean tryNow() {
            return isSet(began) || futex.value() != began; // E1
        }

        @Override
        public long announce() {
            return tryNow() ? WaitWord.DONE : WaitWord.unsigned(began);
        }
    }

    private static boolean isSet(int word) {
        return (word & SET) != 0;
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.EVENT, name());
    }

    @Override
    public String toString() {
        return "event " + name() + " (" + described(() -> isSet(futex.value()) ? "set" : "unset") + ")";
    }
}
