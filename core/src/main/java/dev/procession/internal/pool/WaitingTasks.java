package dev.procession.internal.pool;

import java.util.ArrayDeque;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that have no worker yet, in their order; guarded by the dispatcher's lock. A task that is cancelled stays where it
 * stands and is passed over, since to search the queue for each would cost too much.
 */
final class WaitingTasks {
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();

    void addAll(Collection<Task> more) {
        tasks.addAll(more);
    }

    void addFirst(Task task) {
        tasks.addFirst(task);
    }

    @Nullable
    Task next() {
        dropEnded();
        return tasks.poll();
    }

    boolean hasAny() {
        dropEnded();
        return !tasks.isEmpty();
    }

    private void dropEnded() {
        for (Task first = tasks.peek(); first != null && first.state() == Task.State.ENDED; first = tasks.peek()) {
            tasks.remove();
        }
    }
}
