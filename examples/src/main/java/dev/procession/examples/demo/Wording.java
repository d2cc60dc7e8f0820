package dev.procession.examples.demo;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;

/** Outcomes in one line. */
final class Wording {
    private static final int MOST_CHARACTERS = 90;

    private Wording() {}

    static String line(Outcome<?, ?> outcome) {
        String text = switch (outcome) {
            case Done<?, ?> _ -> "done";
            case Failed<?, ?>(var _, var cause, var _) ->
                "failed: " + simpleName(cause) + ": " + Failure.message(cause);
            case Lost<?, ?>(var _, var certificate, var _) -> "lost: " + certificate.cause();
        };
        String first = text.lines().findFirst().orElse("");
        return first.length() > MOST_CHARACTERS ? first.substring(0, MOST_CHARACTERS) + "..." : first;
    }

    /** What is said about the cause, without what differs from process to process. */
    static String cause(Outcome<?, ?> outcome) {
        return switch (outcome) {
            case Done<?, ?> _ -> "done";
            case Failed<?, ?>(var _, var cause, var _) -> "failed: " + Failure.className(cause);
            case Lost<?, ?>(var _, var certificate, var _) ->
                switch (certificate.cause()) {
                    case LossCause.NativeCrash(var signal, var frame, var _) -> "lost: " + signal + " in " + frame;
                    case LossCause.Exited(int code, var caller) ->
                        "lost: exit " + code + (caller.isPresent() ? ", caller known" : ", caller unknown");
                    case LossCause cause -> "lost: " + cause;
                };
        };
    }

    private static String simpleName(Throwable cause) {
        String name = Failure.className(cause);
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
