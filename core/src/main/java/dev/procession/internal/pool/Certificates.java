package dev.procession.internal.pool;

import dev.procession.Certificate;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.internal.process.Autopsy;
import dev.procession.internal.process.Child;
import dev.procession.internal.process.ControlBlock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes certificates from what a pool knows. */
final class Certificates {
    private Certificates() {}

    static Certificate of(
            String pool,
            Session session,
            Task task,
            LossCause cause,
            Optional<Autopsy> autopsy,
            List<String> lastOutput,
            long runningNanos) {
        Child child = session.launched().child();
        ControlBlock control = session.launched().control();
        boolean ours = cause instanceof LossCause.TimedOut || cause instanceof LossCause.Stalled;
        Optional<ExitStatus> status = autopsy.isPresent() ? child.status() : Optional.empty();
        return new Certificate(
                cause,
                status,
                task.description(),
                task.attempt(),
                task.attempts(),
                Duration.ofNanos(runningNanos),
                pool,
                child.name(),
                child.pid(),
                session.tasksDone(),
                positive(child.lastRssBytes()),
                positive(control.heapUsedBytes()),
                positive(control.heapMaxBytes()),
                lastOutput,
                ours ? control.dump() : Optional.empty(),
                autopsy.map(Autopsy::evidence).orElse(List.of("this program's record: it asked the task to give way")));
    }

    /** Of a task that never had a process. */
    static Certificate ofWaiting(String pool, Task task, LossCause cause) {
        return new Certificate(
                cause,
                Optional.empty(),
                task.description(),
                0,
                task.attempts(),
                Duration.ZERO,
                pool,
                "-",
                0,
                0,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(),
                Optional.empty(),
                List.of("the task had not begun"));
    }

    /** The heap of a worker in words. */
    static String heap(Session session) {
        ControlBlock control = session.launched().control();
        return (control.heapUsedBytes() >> 20) + " of " + (control.heapMaxBytes() >> 20) + " MiB";
    }

    private static OptionalLong positive(long value) {
        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
