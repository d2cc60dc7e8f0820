package dev.procession.cli;

import dev.procession.pool.TaskContext;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a user may have: the command's own process never has this class, only its workers. */
final class UserTasks {

    private UserTasks() {}

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static long size(Path file) throws IOException {
        return Files.size(file);
    }

    static String sleep(String millis) throws InterruptedException {
        System.out.println("sleeping " + millis);
        Thread.sleep(Long.parseLong(millis));
        return "slept";
    }

    /** Ends in as many ways as there are words for. */
    static String end(String how) throws Odd {
        return switch (how) {
            case "exit" -> {
                System.exit(3);
                yield "never";
            }
            case "odd" -> throw new Odd("odd and ä");
            case "long" -> "x".repeat(100_000);
            case "exit-once" -> {
                if (TaskContext.current().attempt() == 1) System.exit(4);
                yield "second attempt";
            }
            default -> how;
        };
    }

    /** What the worker is like. */
    static String worker(String what) {
        return switch (what) {
            case "heap" -> Long.toString(Runtime.getRuntime().maxMemory() >> 20);
            case "pid" -> Long.toString(ProcessHandle.current().pid());
            default -> present(what);
        };
    }

    private static String present(String className) {
        try {
            return "present: " + Class.forName(className).getSimpleName();
        } catch (ClassNotFoundException e) {
            return "absent";
        }
    }

    static final class Odd extends Exception {
        @Serial
        private static final long serialVersionUID = 1L;

        Odd(String message) {
            super(message);
        }
    }
}
