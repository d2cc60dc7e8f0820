package dev.procession.cli;

import dev.procession.RemoteFailure;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a task threw, as text.
 *
 * @param className the class of the exception, whether this process has it or not
 * @param message its message, or nothing
 * @param stack its stack in the worker
 */
record Thrown(String className, String message, String stack) {

    static Thrown of(Throwable cause) {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        String stack = text.toString();
        if (cause instanceof RemoteFailure failure) {
            var original =
                    new Thrown(failure.className(), failure.originalMessage().orElse(""), "");
            // That a stand-in was needed, as this process has none of the user's classes, helps nobody.
            return new Thrown(
                    original.className, original.message, stack.replace(failure.toString(), original.toString()));
        }
        String message = cause.getMessage();
        return new Thrown(cause.getClass().getName(), message == null ? "" : message, stack);
    }

    /** Returns class and message, as {@link Throwable#toString()} does. */
    @Override
    public String toString() {
        return message.isEmpty() ? className : className + ": " + message;
    }
}
