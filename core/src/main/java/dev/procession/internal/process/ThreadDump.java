package dev.procession.internal.process;

import java.util.Map;

/** All threads of this JVM as text, the one that matters first, without the library's own. */
final class ThreadDump {
    private ThreadDump() {}

    static String of(Thread first) {
        var text = new StringBuilder(4096);
        append(text, first, first.getStackTrace());
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            if (!thread.equals(first) && !thread.equals(Thread.currentThread())) append(text, thread, entry.getValue());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Thread thread, StackTraceElement[] stack) {
        text.append('"')
                .append(thread.getName())
                .append("\" ")
                .append(thread.getState())
                .append('\n');
        for (StackTraceElement frame : stack)
            text.append("    at ").append(frame).append('\n');
    }
}
