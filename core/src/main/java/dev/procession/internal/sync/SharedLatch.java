package dev.procession.internal.sync;

import dev.procession.internal.memory.Cell;
import dev.procession.internal.memory.CellId;
import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Words;
import dev.procession.sync.ProcessCountDownLatch;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * A count that everybody may count down, and wait for until it is zero.
 * <h2>Layout, format 1: 4 bytes, aligned to 128</h2><pre>
 * offset size name   written by                                                 read by
 *      0    4 count  the creator, before anybody else has it; then atomically   everybody; a futex word</pre>
 * <h2>States</h2><pre>
 * n     → n - 1   countDown(), by compare-and-set, n over 0; at 0 it then wakes all
 * 0               for good</pre>
 * <h2>Invariants</h2>
 * C1. The count never grows, and never is below 0. C2. Who sleeps does so on a count over 0; a step that leaves some wakes nobody, and
 * who goes to sleep on the old count looks again.
 * <h2>If a process is killed</h2><pre>
 * between                      leaves                         put right by
 * making it and the count      a count of 0 in a dead cell    nobody has to: nobody else has it
 * looking and the store        nothing: not counted down      nobody has to
 * the store and its wake       0; sleepers on an old count    the epoch: they look, and go on
 * being woken and going on     nothing                        nobody has to: all were woken</pre>
 */
@SuppressWarnings("serial") // it never is: see SharedHandle
public final class SharedLatch extends SharedHandle implements ProcessCountDownLatch {
    private static final long COUNT_AT = 0;

    private final MemorySegment at;
    private final WaitWord futex;

    private SharedLatch(Domain domain, Cell cell) {
        super(domain, cell);
        this.at = cell.part(COUNT_AT, Integer.BYTES);
        this.futex = new WaitWord(domain, cell, COUNT_AT);
    }

    /** Makes one with this count. */
    public static SharedLatch create(int count) {
        if (count < 0)
            throw new IllegalArgumentException(
                    "the count of a latch is 0 or more, was " + count + "; nothing was made");
        SharedLatch latch = SharedHandles.create(CellKind.LATCH, SharedLatch::new);
        latch.begin(count);
        return latch;
    }

    private void begin(int count) {
        Words.intRelease(at, 0, count);
    }

    static SharedLatch open(CellId id) {
        return SharedHandles.open(id, CellKind.LATCH, SharedLatch.class, SharedLatch::new);
    }

    @Override
    public void countDown() {
        enter();
        try {
            while (true) {
                int now = futex.value();
                if (now == 0) return;
                if (!Words.intCompareAndSet(at, 0, now, now - 1)) continue;
                if (now == 1) futex.wakeAll();
                return;
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
            return futex.await(new Waiting(), deadlineNanos, this::checkOpen);
        } finally {
            leave();
        }
    }

    private final class Waiting implements WaitWord.Attempt {
        @Override
        public boolean tryNow() {
            return futex.value() == 0;
        }

        @Override
        public long announce() {
            int now = futex.value();
            return now == 0 ? WaitWord.DONE : WaitWord.unsigned(now);
        }
    }

    @Override
    public long getCount() {
        enter();
        try {
            return futex.value();
        } finally {
            leave();
        }
    }

    @Override
    Object form() {
        return new SharedForm(SharedType.LATCH, name());
    }

    @Override
    public String toString() {
        return "latch " + name() + " (" + described(() -> "count " + futex.value()) + ")";
    }
}
