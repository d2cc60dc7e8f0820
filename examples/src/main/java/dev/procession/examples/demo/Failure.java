package dev.procession.examples.demo;

import dev.procession.RemoteFailure;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a task threw, whether the exception itself came back or a stand-in of it. */
final class Failure {

    private Failure() {}

    static String className(Throwable cause) {
        return cause instanceof RemoteFailure failure
                ? failure.className()
                : cause.getClass().getName();
    }

    static String message(Throwable cause) {
        if (cause instanceof RemoteFailure failure)
            return failure.originalMessage().orElse("");
        String message = cause.getMessage();
        return message == null ? "" : message;
    }

    static String stack(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
