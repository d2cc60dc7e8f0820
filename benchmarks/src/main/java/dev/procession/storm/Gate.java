package dev.procession.storm;

/** Lets the taking thread through or stops it, so that workers fall idle. */
final class Gate {
    private boolean shut; // all guarded by this
    private boolean waits;
    private boolean gone;

    /** For the taking thread: goes through, once the gate is open. */
    synchronized void pass() throws InterruptedException {
        while (shut) {
            waits = true;
            notifyAll();
            wait();
        }
        waits = false;
    }

    /** For the killer: shuts it, and returns when the taking thread stands before it. */
    synchronized void shutAndAwait() throws InterruptedException {
        shut = true;
        while (!waits && !gone) wait();
    }

    synchronized void open() {
        shut = false;
        notifyAll();
    }

    /** The taking thread does not come again. */
    synchronized void leave() {
        gone = true;
        notifyAll();
    }
}
