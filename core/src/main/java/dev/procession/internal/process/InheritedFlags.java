package dev.procession.internal.process;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of this JVM's flags and environment a child gets: an allow-list, since a flag that two JVMs cannot share (a debugger's
 * port, a recording's file, a cache to be written) ends the child as it boots, or worse, spoils the parent's file.
 */
final class InheritedFlags {
    private static final List<String> ALLOWED = List.of(
            "--add-opens",
            "--add-exports",
            "--add-reads",
            "--add-modules",
            "--limit-modules",
            "--enable-preview",
            "--enable-native-access",
            "--illegal-native-access",
            "--sun-misc-unsafe-memory-access",
            "--finalization",
            "--illegal-final-field-mutation",
            "--enable-final-field-mutation",
            "-ea",
            "-da",
            "-esa",
            "-dsa",
            "-enableassertions",
            "-disableassertions",
            "-Xss",
            "-D",
            "-XX:+UseSerialGC",
            "-XX:+UseParallelGC",
            "-XX:+UseG1GC",
            "-XX:+UseZGC",
            "-XX:+UseShenandoahGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxDirectMemorySize",
            "-XX:MaxMetaspaceSize");

    /** Properties that name a resource of one JVM, or that the child computes for itself. */
    private static final List<String> REFUSED_PROPERTIES = List.of(
            "-Dcom.sun.management",
            "-Djdk.management",
            "-Djava.rmi.server",
            "-Djava.class.path",
            "-Djdk.module",
            "-Dsun.java.command",
            "-Dprocession.");

    /** Where the environment can put flags. */
    private static final List<String> FLAG_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private InheritedFlags() {}

    /** The flags of this JVM's own command line that a child may have. */
    static List<String> ofThisJvm() {
        var flags = new ArrayList<String>();
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isAllowed(flag)) flags.add(flag);
        }
        return flags;
    }

    static boolean isAllowed(String flag) {
        for (String refused : REFUSED_PROPERTIES) if (flag.startsWith(refused)) return false;
        for (String allowed : ALLOWED) if (flag.startsWith(allowed)) return true;
        return false;
    }

    /** Whether one of the flags chooses a garbage collector. */
    static boolean chooseCollector(List<String> flags) {
        return flags.stream().anyMatch(f -> f.startsWith("-XX:+Use") && f.endsWith("GC"));
    }

    /** This process's environment as a child gets it, with the changes that were asked for. */
    static Map<String, String> environment(Map<String, String> changes) {
        var environment = new TreeMap<>(System.getenv());
        for (String variable : FLAG_VARIABLES) {
            String value = environment.get(variable);
            if (value == null) continue;
            String kept = filter(value);
            if (kept.isEmpty()) environment.remove(variable);
            else environment.put(variable, kept);
        }
        environment.putAll(changes);
        return environment;
    }

    /** Keeps the allowed words; a quoted word stays one word. */
    static String filter(String value) {
        var kept = new StringBuilder();
        for (String word : words(value)) {
            if (isAllowed(unquoted(word)))
                kept.append(kept.isEmpty() ? "" : " ").append(word);
        }
        return kept.toString();
    }

    private static List<String> words(String value) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quote == 0 && Character.isWhitespace(c)) {
                if (!word.isEmpty()) words.add(word.toString());
                word.setLength(0);
                continue;
            }
            if (c == quote) quote = 0;
            else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
            word.append(c);
        }
        if (!word.isEmpty()) words.add(word.toString());
        return words;
    }

    private static String unquoted(String word) {
        return word.replace("\"", "").replace("'", "");
    }
}
