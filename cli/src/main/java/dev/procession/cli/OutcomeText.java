package dev.procession.cli;

import dev.procession.Certificate;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import java.util.function.IntPredicate;

/** An outcome as one line for people, and as one line of JSON for programs. */
final class OutcomeText {
    private static final int MOST_CHARACTERS = 160;

    private OutcomeText() {}

    static String line(Outcome<String, Value> outcome) {
        return switch (outcome) {
            case Done(var input, var value, var _) -> line("done", input, value.text());
            case Failed(var input, var cause, var _) ->
                line("failed", input, Thrown.of(cause).toString());
            case Lost(var input, var certificate, var _) ->
                line("lost", input, certificate.cause().toString());
        };
    }

    static String json(Outcome<String, Value> outcome) {
        var object = new Json().with("input", outcome.input());
        switch (outcome) {
            case Done(var _, var value, var _) -> {
                object.with("outcome", "done").with("value", value.text());
                if (value.truncated()) object.with("truncated", true);
            }
            case Failed(var _, var cause, var _) ->
                object.with("outcome", "failed").with("error", error(cause));
            case Lost(var _, var certificate, var _) ->
                object.with("outcome", "lost").with("certificate", certificate(certificate));
        }
        return object.with("attempt", outcome.info().attempt())
                .with("worker", outcome.info().worker())
                .with("millis", outcome.info().running().toMillis())
                .toString();
    }

    private static Json error(Throwable cause) {
        var thrown = Thrown.of(cause);
        return new Json()
                .with("class", thrown.className())
                .with("message", thrown.message())
                .with("stack", thrown.stack());
    }

    private static Json certificate(Certificate certificate) {
        var object = new Json()
                .with("cause", certificate.cause().toString())
                .with("kind", certificate.cause().kind())
                .with("status", certificate.status().map(Object::toString).orElse("kept"))
                .with("pid", certificate.pid())
                .with("tasksDone", certificate.tasksDone())
                .with("attempts", certificate.attempts())
                .with("evidence", certificate.evidence())
                .with("lastOutput", certificate.lastOutput());
        certificate.threadDump().ifPresent(dump -> object.with("threadDump", dump));
        return object.with("report", certificate.report());
    }

    private static String line(String word, String input, String rest) {
        String start = word + " ".repeat(8 - word.length()) + printable(input);
        String end = cut(printable(firstLine(rest)));
        return end.isEmpty() ? start : start + "  " + end;
    }

    private static String firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) return text;
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end) + "...";
    }

    /** What could move a terminal's cursor, or break the line, is shown as a question mark. */
    static String printable(String text) {
        IntPredicate hidden = c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
        if (text.codePoints().noneMatch(hidden)) return text;
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(hidden.test(c) ? '?' : c));
        return clean.toString();
    }
}
