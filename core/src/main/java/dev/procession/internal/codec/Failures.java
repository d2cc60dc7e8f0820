package dev.procession.internal.codec;

/** Words about exceptions that come from other people's code and may throw when they are asked for their message. */
final class Failures {
    private Failures() {}

    /** Class and message, never failing but for want of memory. */
    static String describe(Throwable failure) {
        String name = failure.getClass().getName();
        try {
            String message = failure.getMessage();
            return message == null ? name : name + " (" + message + ")";
        } catch (Throwable hostile) {
            return name + " (its getMessage() threw " + hostile.getClass().getName() + ")";
        }
    }
}
