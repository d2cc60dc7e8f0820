package dev.procession.internal.pool;

import dev.procession.LossCause;
import dev.procession.PoolBrokenException;
import dev.procession.internal.process.Autopsy;
import dev.procession.os.Clock;
import dev.procession.pool.TaskInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tasks that have ended under the dispatcher's lock, with their outcomes; their listeners are told after it. */
final class Endings {
    private final String pool;
    private final List<Ending> endings = new ArrayList<>(4);

    Endings(String pool) {
        this.pool = pool;
    }

    private record Ending(Task task, RawOutcome outcome) {
        void tell() {
            task.listener().ended(task, outcome instanceof RawOutcome.Gone gone ? named(gone) : outcome);
        }

        private RawOutcome named(RawOutcome.Gone gone) {
            return new RawOutcome.Gone(Certificates.named(gone.certificate(), task.description()), gone.info());
        }
    }

    /** A result came. */
    void returned(Session session, Task task, byte[] frame, boolean failed, long runningNanos) {
        TaskInfo info = info(session, task, runningNanos);
        add(
                task,
                failed
                        ? new RawOutcome.Thrown(frame, Certificates.heap(session), info)
                        : new RawOutcome.Value(frame, info));
    }

    /** A task was lost that a worker had. */
    void lost(Session session, Task task, LossCause cause, Optional<Autopsy> autopsy, List<String> lastOutput) {
        long runningNanos = Math.max(0, Clock.monotonicNanos() - session.startedNanos(task));
        var certificate = Certificates.of(pool, session, task, cause, autopsy, lastOutput, runningNanos);
        add(task, new RawOutcome.Gone(certificate, info(session, task, runningNanos)));
    }

    /** A task was lost that no worker had. */
    void lost(Task task, LossCause cause) {
        var info = new TaskInfo(task.attempt() - 1, "-", 0, Duration.ZERO);
        add(task, new RawOutcome.Gone(Certificates.ofWaiting(pool, task, cause), info));
    }

    /** A task will not be run. */
    void refused(Task task, PoolBrokenException cause) {
        add(task, new RawOutcome.Refused(cause, new TaskInfo(0, "-", 0, Duration.ZERO)));
    }

    private void add(Task task, RawOutcome outcome) {
        endings.add(new Ending(task, outcome));
        task.end(); // the last step: without room for it here it has not ended
    }

    private static TaskInfo info(Session session, Task task, long runningNanos) {
        return new TaskInfo(
                task.attempt(),
                session.launched().child().name(),
                session.launched().child().pid(),
                Duration.ofNanos(runningNanos));
    }

    boolean isEmpty() {
        return endings.isEmpty();
    }

    /** Tells every listener, also if one of them throws: for want of heap, say. */
    void tell() {
        Throwable failure = null;
        for (Ending ending : endings) {
            try {
                ending.tell();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        if (failure instanceof Error error) throw error;
        if (failure instanceof RuntimeException exception) throw exception;
    }
}
