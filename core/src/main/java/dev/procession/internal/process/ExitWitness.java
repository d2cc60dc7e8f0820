package dev.procession.internal.process;

import dev.procession.internal.sync.JvmEnd;
import java.util.Map;

/**
 * The shutdown hook of a child that writes down who ends it: the thread that is blocked inside {@code System.exit} still has
 * its caller on its stack. The number that it gave, of which the kernel keeps eight bits, is written down by the C library at the
 * very end. After {@code Runtime.halt}, a crash or a kill the hook does not run, which is evidence too.
 */
final class ExitWitness extends Thread {
    private static final int FRAMES = 30;

    private final Testament testament;

    ExitWitness(Testament testament) {
        super("procession-exit-witness");
        this.testament = testament;
    }

    @Override
    public void run() {
        try {
            JvmEnd.begins();
        } finally {
            testify(); // also if there is no memory left to tell sleepers
        }
    }

    /** Writes down what it sees. */
    void testify() {
        if (testament.endMark() != 0) return; // it was asked to end, or has said already why it does
        for (Map.Entry<Thread, StackTraceElement[]> entry : getAllStackTraces().entrySet()) {
            StackTraceElement[] stack = entry.getValue();
            int exit = indexOfExit(stack);
            if (exit >= 0) {
                testament.markEnd(EndMark.EXIT_CALLED, text(stack, exit + 1));
                testament.keepExitNumber(); // last: it may throw, without memory say, and the mark is what matters most
                return;
            }
            String name = entry.getKey().getName();
            if (name.startsWith("SIG") && name.endsWith(" handler")) {
                testament.markEnd(EndMark.SIGNALLED, name.substring(0, name.length() - " handler".length()));
                return;
            }
        }
        testament.markEnd(EndMark.MAIN_ENDED, "");
    }

    /** The outermost frame of the JDK's own way out, or -1. */
    private static int indexOfExit(StackTraceElement[] stack) {
        int index = -1;
        for (int i = 0; i < stack.length; i++) {
            String owner = stack[i].getClassName();
            boolean way = owner.equals("java.lang.Runtime") || owner.equals("java.lang.System");
            if (way && stack[i].getMethodName().equals("exit")) index = i;
        }
        return index;
    }

    private static String text(StackTraceElement[] stack, int from) {
        var text = new StringBuilder();
        for (int i = from; i < stack.length && i < from + FRAMES; i++)
            text.append(stack[i]).append('\n');
        return text.toString();
    }
}
