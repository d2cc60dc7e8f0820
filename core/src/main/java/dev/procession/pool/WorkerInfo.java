package dev.procession.pool;

/**
 * One worker of a pool at one moment.
 *
 * @param name its name, kept by its replacements
 * @param pid its process, or 0 while there is none
 * @param state what it does
 * @param tasksDone the tasks that this process has done
 * @param generation how many processes have borne the name, this one included
 */
public record WorkerInfo(String name, long pid, State state, long tasksDone, int generation) {

    /** What a worker does. */
    public enum State {
        /** Its process boots. */
        STARTING,
        /** It waits for a task. */
        IDLE,
        /** It runs a task. */
        BUSY,
        /** It is being ended, or has ended and is about to be replaced. */
        ENDING
    }
}
