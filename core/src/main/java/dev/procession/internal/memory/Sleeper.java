package dev.procession.internal.memory;

/** A thread that sleeps on a word of a segment and can be told to look up. */
public interface Sleeper {
    /** Makes the sleeper return, now or from its next sleep; harmless if it does not sleep. */
    void poke();
}
