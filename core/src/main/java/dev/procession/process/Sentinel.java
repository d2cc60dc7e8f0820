package dev.procession.process;

import dev.procession.internal.process.Lifecycle;

/**
 * The end of a process, as something to wait for together with others; ready once the process has ended, and for ever after.
 *
 * <p>It does not have to be closed, and costs nothing but memory.
 */
public final class Sentinel implements Waitable {
    private final Lifecycle life;

    Sentinel(Lifecycle life) {
        this.life = life;
    }

    /**
     * Returns the process whose end this is.
     *
     * @return the process
     */
    public SupervisedProcess process() {
        return life.owner();
    }

    @Override
    public boolean isReady() {
        return life.isTold();
    }

    void listen(Runnable listener) {
        life.listen(listener);
    }

    void forget(Runnable listener) {
        life.forget(listener);
    }

    /** Two sentinels of one process are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Sentinel sentinel && sentinel.life == life;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(life);
    }

    @Override
    public String toString() {
        return "sentinel of " + life;
    }
}
