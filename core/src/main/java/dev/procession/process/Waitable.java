package dev.procession.process;

/** What {@link Waiter#await} can wait for. */
public sealed interface Waitable permits Sentinel {
    /**
     * Tells whether there is nothing left to wait for.
     *
     * @return whether it is ready now
     */
    boolean isReady();
}
