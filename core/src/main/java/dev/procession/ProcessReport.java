package dev.procession;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a process ended, from evidence alone: the kernel's exit status, what the process could still send, its error file, its
 * shutdown hook, counters of its control group, what this program did itself.
 *
 * @param name its name
 * @param pid its number
 * @param status how it ended, by the kernel
 * @param failure what {@code run} threw, rebuilt here with the stack it had there; empty for a command
 * @param cause why it ended, unless it simply came to its end: {@code run} returned or threw, or a command exited
 * @param evidence the facts that this rests on, one a line
 * @param lived how long it lived, from start to end
 * @param rssBytes its private memory when last looked at; only with a memory limit
 * @param lastOutput the last lines that it printed, standard output first, oldest first
 */
public record ProcessReport(
        String name,
        long pid,
        ExitStatus status,
        Optional<Throwable> failure,
        Optional<LossCause> cause,
        List<String> evidence,
        Duration lived,
        OptionalLong rssBytes,
        List<String> lastOutput) {

    /** Copies the lists. */
    public ProcessReport {
        evidence = List.copyOf(evidence);
        lastOutput = List.copyOf(lastOutput);
    }

    /**
     * Tells whether the process did what it was started for: {@code run} threw nothing, and it ended with code 0.
     *
     * @return whether it did
     */
    public boolean isSuccess() {
        return status.isSuccess() && failure.isEmpty();
    }

    /** Returns the report for a person, several lines. */
    @Override
    public String toString() {
        var text = new StringBuilder(256);
        text.append("process '")
                .append(name)
                .append("' (pid ")
                .append(pid)
                .append(") ended: ")
                .append(status);
        cause.ifPresent(c -> line(text, "cause", c.toString()));
        failure.ifPresent(f -> line(text, "failure", describe(f)));
        line(text, "lived", lived.toMillis() + " ms");
        for (String fact : evidence) line(text, "evidence", fact);
        if (!lastOutput.isEmpty()) line(text, "last out", '"' + lastOutput.getLast() + '"');
        return text.toString();
    }

    /** Code of the child's: its {@code toString} may throw anything. */
    private static String describe(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException | Error e) {
            return failure.getClass().getName();
        }
    }

    private static void line(StringBuilder text, String label, String value) {
        text.append("\n  ")
                .append(label)
                .append(':')
                .repeat(' ', Math.max(1, 9 - label.length()))
                .append(value);
    }
}
