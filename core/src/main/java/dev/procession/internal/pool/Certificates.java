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
    /** Under the dispatcher's lock no code of the user's is called, and {@code toString} of an input is such. */
    private static final String UNNAMED = "";

    private Certificates() {}

    /** The same certificate with the words for its task; called without the lock. */
    static Certificate named(Certificate c, String task) {
        return new Certificate(
                c.cause(),
                c.status(),
                task,
                c.attempt(),
                c.attempts(),
                c.running(),
                c.pool(),
                c.worker(),
                c.pid(),
                c.tasksDone(),
                c.rssBytes(),
                c.heapUsedBytes(),
                c.heapMaxBytes(),
                c.lastOutput(),
                c.threadDump(),
                c.evidence());
    }

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
        Optional<ExitStatus> status = autopsy.map(Autopsy::status);
        return new Certificate(
                cause,
                status,
                UNNAMED,
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
                UNNAMED,
                task.attempt() - 1, // what was lost before; 0 if it never ran
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
                List.of(
                        task.attempt() == 1
                                ? "the task had not begun"
                                : "its last attempt was lost; the next had not begun"));
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
