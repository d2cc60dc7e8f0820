package dev.procession;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known about the end of a process that took a task with it.
 *
 * <p>It is written from evidence alone (the kernel's exit status, the JVM's error file, the shutdown hook of the process,
 * counters of its control group, what this program did itself); what is unknown is called unknown.
 *
 * @param cause why the process ended
 * @param status how it ended, by the kernel; empty if the process was kept, since the task gave way in time
 * @param task what ran, with its input
 * @param attempt the last attempt that was lost, from 1; 0 if the task never began
 * @param attempts the attempts that the task was allowed
 * @param running how long the task had run
 * @param pool the name of the pool
 * @param worker the name of the worker
 * @param pid the process that ended
 * @param tasksDone the tasks that this process had done before
 * @param rssBytes its private memory when last looked at
 * @param heapUsedBytes its heap in use after its last task
 * @param heapMaxBytes the most its heap could grow to
 * @param lastOutput the last lines that it printed, oldest first
 * @param threadDump its threads, if this program ended it and could still ask
 * @param evidence the facts that the cause rests on, one a line
 */
public record Certificate(
        LossCause cause,
        Optional<ExitStatus> status,
        String task,
        int attempt,
        int attempts,
        Duration running,
        String pool,
        String worker,
        long pid,
        long tasksDone,
        OptionalLong rssBytes,
        OptionalLong heapUsedBytes,
        OptionalLong heapMaxBytes,
        List<String> lastOutput,
        Optional<String> threadDump,
        List<String> evidence) {

    /** Copies the lists. */
    public Certificate {
        lastOutput = List.copyOf(lastOutput);
        evidence = List.copyOf(evidence);
    }

    /**
     * Returns the whole certificate for a person, several lines, without the thread dump.
     *
     * @return the report
     */
    public String report() {
        var text = new StringBuilder(512);
        text.append("task ").append(task).append(" of pool '").append(pool).append("' was lost: ");
        text.append(
                pid == 0
                        ? (attempt == 0 ? "it never began" : "it waited for another attempt")
                        : status.isPresent() ? "its worker died" : "it was ended, its worker kept");
        line(text, "cause", cause.toString());
        if (pid == 0) return text.toString();
        line(
                text,
                "task",
                task + ", attempt " + attempt + " of " + attempts + ", running " + running.toMillis() + " ms");
        line(text, "worker", worker + " (pid " + pid + "), " + tasksDone + " tasks done" + memory());
        status.ifPresent(s -> line(text, "status", s.toString()));
        for (String fact : evidence) line(text, "evidence", fact);
        if (!lastOutput.isEmpty()) line(text, "last out", '"' + lastOutput.getLast() + '"');
        line(text, "effect", "this task only; other tasks are not affected");
        line(text, "remedy", remedy());
        return text.toString();
    }

    /** Returns the {@link #report()}. */
    @Override
    public String toString() {
        return report();
    }

    private String memory() {
        var text = new StringBuilder();
        rssBytes.ifPresent(rss -> text.append(", rss ").append(Bytes.text(rss)));
        if (heapUsedBytes.isPresent() && heapMaxBytes.isPresent()) {
            text.append(", heap ").append(Bytes.text(heapUsedBytes.getAsLong()));
            text.append(" of ").append(Bytes.text(heapMaxBytes.getAsLong()));
        }
        return text.toString();
    }

    private String remedy() {
        return switch (cause) {
            case LossCause.TimedOut _ ->
                "withTaskTimeout(d) allows more; the thread dump of this certificate shows where it was";
            case LossCause.Stalled _ ->
                "call TaskContext.current().progress() more often, or raise withStallTimeout(d)";
            case LossCause.OverMemory _ -> "withMemoryLimit(bytes) allows more, withMaxHeap(size) bounds the heap";
            case LossCause.OutOfMemory _ -> "fewer workers, a smaller withMaxHeap(size), or a larger control group";
            case LossCause.Exited _ -> "tasks must not end their process; if this one must, that is its result";
            case LossCause.Cancelled _, LossCause.PoolClosed _ -> "none needed: somebody asked for it";
            default -> "withRetries(n) tries again on a fresh worker";
        };
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("\n  ")
                .append(label)
                .append(':')
                .repeat(' ', Math.max(1, 9 - label.length()))
                .append(value);
    }
}
