package dev.procession.cli;

import java.nio.file.Path;

/** A class as users have them, and worse: nothing of it may run while its methods are looked up. */
@SuppressWarnings({"unused", "DoNotCallSuggester"})
class Sample extends SampleBase {
    static {
        initialised();
    }

    static String text(String input) {
        return input;
    }

    static long size(Path file) {
        return 1;
    }

    static String both(String input) {
        return "string";
    }

    static String both(Path input) {
        return "path";
    }

    static String two(String a, String b) {
        return a;
    }

    static String number(int input) {
        return "";
    }

    String instance(String input) {
        return input;
    }

    private static void initialised() {
        System.setProperty("dev.procession.cli.Sample.initialised", "true");
    }

    static final class Nested {
        static String inner(String input) {
            throw new IllegalStateException("inner " + input);
        }

        static String error(String input) {
            throw new StackOverflowError(input);
        }

        private static String secret(Path input) {
            return "secret " + input;
        }
    }
}
