package dev.procession.os;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/** Those who sleep, each on one futex word of the model's only segment and on the epoch of its domain. */
public final class Kernel {
    private final Deque<Sleeper> sleepers = new ArrayDeque<>();
    private final boolean deaf;

    /**
     * A kernel.
     *
     * @param deaf whether wake-ups get lost in it: the planted defect
     */
    public Kernel(boolean deaf) {
        this.deaf = deaf;
    }

    private static final class Sleeper {
        private final long address;
        private boolean woken;

        Sleeper(long address) {
            this.address = address;
        }
    }

    /** Sleeps on the word of this address if there is a reason to as it enters, until somebody wakes it. */
    public synchronized void sleep(long address, BooleanSupplier reason) {
        if (!reason.getAsBoolean()) return;
        var sleeper = new Sleeper(address);
        sleepers.add(sleeper);
        while (!sleeper.woken) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts in this model", e);
            }
        }
    }

    /** The epoch has moved. */
    public synchronized void wakeAll() {
        sleepers.forEach(sleeper -> sleeper.woken = true);
        sleepers.clear();
        notifyAll();
    }

    /** Wakes so many, the longest sleeper first. */
    synchronized int wake(long address, int count) {
        int woken = 0;
        Iterator<Sleeper> each = sleepers.iterator();
        while (!deaf && woken < count && each.hasNext()) {
            Sleeper sleeper = each.next();
            if (sleeper.address != address) continue;
            each.remove();
            sleeper.woken = true;
            woken++;
        }
        notifyAll();
        return woken;
    }
}
