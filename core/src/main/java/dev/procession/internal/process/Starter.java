package dev.procession.internal.process;

/** How a kind of child is started, and what it needs for it. */
public interface Starter {
    /**
     * Starts the child and waits until it is ready. Its end is told to the life, once, after all that was held for it has been
     * given back.
     *
     * @throws dev.procession.StartException if it could not be started; nothing of it is left then
     */
    Running start(Lifecycle life);
}
