package dev.procession.cli.doctor;

import dev.procession.os.NativeAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The JDK that runs this process, and by default its children. */
final class JavaChecks {
    private static final int WANTED = 25;

    private JavaChecks() {}

    /**
     * Looks at a JDK.
     *
     * @param home its folder
     * @param feature its release
     * @param hasModule whether it has a module of this name
     */
    static Finding jdk(Path home, int feature, Predicate<String> hasModule) {
        String found = "Java " + feature + " in " + home;
        Path launcher = home.resolve("bin").resolve("java");
        if (!Files.isExecutable(launcher)) {
            return Finding.problem(
                    "JDK",
                    found + ", without bin/java",
                    "A child is a JVM that bin/java starts: none can be started from this image.",
                    "withJavaHome(path) names a JDK; or make the image with jlink and not with --strip-native-commands.");
        }
        if (feature < WANTED) {
            return Finding.problem(
                    "JDK", found, "The library is compiled for " + WANTED + ".", "Use JDK " + WANTED + ".");
        }
        List<String> missing = List.of("java.logging", "jdk.jfr").stream()
                .filter(hasModule.negate())
                .toList();
        if (missing.isEmpty())
            return Finding.ok("JDK", found, "Children run on it, unless withJavaHome says otherwise.");
        return Finding.note(
                "JDK",
                found + ", without " + String.join(" and ", missing),
                "withForwardedLogs needs java.logging, and flight recordings jdk.jfr; all else works.",
                "Add the module to the image if you want that.");
    }

    /**
     * Tells whether native calls are permitted and linked.
     *
     * @param flagged whether the options of this JVM permit them
     * @param refusal why a native call could not be made; empty if it could
     */
    static Finding nativeAccess(boolean flagged, String refusal) {
        String option = NativeAccess.requiredOption();
        if (!refusal.isEmpty()) {
            return Finding.problem(
                    "native access",
                    "refused",
                    refusal,
                    "Start your program with " + option + " on a platform named above.");
        }
        if (flagged) return Finding.ok("native access", "permitted", "Your own program needs " + option + " as well.");
        return Finding.note(
                "native access",
                "permitted with a warning",
                "The JVM prints a warning, and a later one will refuse.",
                "Start your program with " + option + ".");
    }
}
