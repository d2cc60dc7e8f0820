package dev.procession.internal.pool;

import dev.procession.LossCause;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task as its pool knows it.
 * <pre>
 * WAITING   in the pool's queue          → ASSIGNED, ENDED
 * ASSIGNED  in a worker's ring           → WAITING (taken back, or retried), ENDED
 * ENDED     its outcome has been told    –</pre>
 * All fields but the final ones are guarded by the dispatcher's lock.
 */
final class Task {
    enum State {
        WAITING,
        ASSIGNED,
        ENDED
    }

    /** Told once how the task ended, outside the dispatcher's lock. */
    interface Listener {
        void ended(Task task, RawOutcome outcome);
    }

    private static final int MOST_UNBEGUN_DEATHS = 3;

    private final Call call;
    private final @Nullable Object input;
    private final byte[] payload;
    private final Listener listener;
    private final int attempts;
    private State state = State.WAITING;
    private int attempt = 1;
    private @Nullable Session session;
    private long sequence;
    private int entry;
    private @Nullable LossCause expiredFor;
    private int unbegunDeaths;

    Task(Call call, @Nullable Object input, byte[] payload, int attempts, Listener listener) {
        this.call = call;
        this.input = input;
        this.payload = payload;
        this.attempts = attempts;
        this.listener = listener;
    }

    Call call() {
        return call;
    }

    @Nullable
    Object input() {
        return input;
    }

    byte[] payload() {
        return payload;
    }

    Listener listener() {
        return listener;
    }

    int attempt() {
        return attempt;
    }

    int attempts() {
        return attempts;
    }

    State state() {
        return state;
    }

    @Nullable
    Session session() {
        return session;
    }

    long sequence() {
        return sequence;
    }

    int entry() {
        return entry;
    }

    /** Why the pool has asked it to give way; once set, no result of this attempt counts. */
    Optional<LossCause> expiredFor() {
        return Optional.ofNullable(expiredFor);
    }

    void expire(LossCause cause) {
        if (expiredFor == null) expiredFor = cause;
    }

    /** Counts the deaths of workers that were about to begin it; true if it is to blame. */
    boolean diedUnbegun() {
        return ++unbegunDeaths >= MOST_UNBEGUN_DEATHS;
    }

    void assign(Session to, long number, int boardEntry) {
        must(State.WAITING, State.ASSIGNED);
        state = State.ASSIGNED;
        session = to;
        sequence = number;
        entry = boardEntry;
        expiredFor = null;
    }

    void takeBack() {
        must(State.ASSIGNED, State.WAITING);
        state = State.WAITING;
        session = null;
    }

    void retry() {
        takeBack();
        attempt++;
    }

    void end() {
        if (state == State.ENDED) throw new IllegalStateException(this + " has ended already");
        state = State.ENDED;
        session = null;
    }

    private void must(State from, State to) {
        if (state != from) throw new IllegalStateException(this + " cannot become " + to);
    }

    /** The function and its input, cut, for messages. */
    String description() {
        if (call.number() == Frames.NO_CALL && input == null) return call.functionName();
        String text;
        try {
            text = String.valueOf(input);
        } catch (RuntimeException | Error e) { // a list that holds itself overflows the stack
            text = "an input whose toString throws " + e.getClass().getSimpleName();
        }
        return call.functionName() + "(" + (text.length() > 200 ? text.substring(0, 200) + "…" : text) + ")";
    }

    @Override
    public String toString() {
        return "task of " + call.functionName() + " (" + state + ", attempt " + attempt + " of " + attempts + ")";
    }
}
