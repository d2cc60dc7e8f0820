package dev.procession.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How the JVM of a child is to be; immutable, every {@code with} gives a copy.
 *
 * <p>A child inherits the class path and module path, the flags of an allow-list (module access, assertions, encodings,
 * locale, the choice of the collector), the environment and the directory of this process. Debuggers, agents, JMX, flight
 * recordings, log files and caches are not inherited: two JVMs cannot share them. Any of them can be given by
 * {@link #withJvmFlags}.
 *
 * @param javaHome the JDK to run; default: this process's
 * @param jvmFlags further flags, after the inherited ones; default none
 * @param maxHeap the cap of the heap in the words of {@code -Xmx}, such as {@code 256m}; default: the JVM's own choice
 * @param systemProperties further system properties; default none
 * @param environment what is added to or replaces the inherited environment; default none
 * @param directory the current directory; default: this process's
 * @param classPath the class path; default: this process's. Procession's own jars are added where missing
 * @param startTimeout how long the boot may take, from start to ready; default 30 s
 * @param output what is done with standard output and error; default {@link Output#INHERIT}
 * @param crashDirectory where the JVM's error file is kept after a crash, the newest 32 of them; default
 *     {@code procession-crashes-<user>} in the directory for temporary files
 */
public record ChildOptions(
        Optional<Path> javaHome,
        List<String> jvmFlags,
        Optional<String> maxHeap,
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Optional<Path> directory,
        Optional<List<Path>> classPath,
        Duration startTimeout,
        Output output,
        Optional<Path> crashDirectory) {

    /** What holds where nothing else is said. */
    public static final ChildOptions DEFAULTS = new ChildOptions(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(30),
            Output.INHERIT,
            Optional.empty());

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public ChildOptions {
        jvmFlags = List.copyOf(jvmFlags);
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
        classPath = classPath.map(List::copyOf);
        maxHeap.ifPresent(ChildOptions::checkHeap);
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            throw new IllegalArgumentException("startTimeout must be positive, was " + startTimeout);
        }
        for (String flag : jvmFlags) {
            if (!flag.startsWith("-") || flag.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a JVM flag: '" + flag + "'; flags begin with '-', one each");
            }
        }
        for (var e : environment.entrySet()) {
            String name = e.getKey();
            if (name.isEmpty()
                    || name.indexOf('=') >= 0
                    || name.indexOf('\0') >= 0
                    || e.getValue().indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not an environment variable: '" + name + "'");
            }
        }
    }

    /**
     * Chooses the JDK.
     *
     * @param home its folder, with {@code bin/java}
     * @return the copy
     */
    public ChildOptions withJavaHome(Path home) {
        return new ChildOptions(
                Optional.of(home),
                jvmFlags,
                maxHeap,
                systemProperties,
                environment,
                directory,
                classPath,
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Adds flags of the JVM.
     *
     * @param flags the flags, each as one word of a command line
     * @return the copy
     */
    public ChildOptions withJvmFlags(String... flags) {
        return new ChildOptions(
                javaHome,
                Stream.concat(jvmFlags.stream(), Stream.of(flags)).toList(),
                maxHeap,
                systemProperties,
                environment,
                directory,
                classPath,
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Caps the heap.
     *
     * @param size a number with {@code k}, {@code m} or {@code g}, at least {@code 8m}
     * @return the copy
     */
    public ChildOptions withMaxHeap(String size) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                Optional.of(size),
                systemProperties,
                environment,
                directory,
                classPath,
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Adds a system property.
     *
     * @param name its name
     * @param value its value
     * @return the copy
     */
    public ChildOptions withSystemProperty(String name, String value) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                plus(systemProperties, name, value),
                environment,
                directory,
                classPath,
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Adds or replaces a variable of the environment.
     *
     * @param name its name
     * @param value its value
     * @return the copy
     */
    public ChildOptions withEnvironment(String name, String value) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                systemProperties,
                plus(environment, name, value),
                directory,
                classPath,
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Chooses the current directory.
     *
     * @param path the directory
     * @return the copy
     */
    public ChildOptions withDirectory(Path path) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                systemProperties,
                environment,
                Optional.of(path),
                classPath,
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Replaces the class path.
     *
     * @param entries folders and jars, in order
     * @return the copy
     */
    public ChildOptions withClassPath(List<Path> entries) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                systemProperties,
                environment,
                directory,
                Optional.of(entries),
                startTimeout,
                output,
                crashDirectory);
    }

    /**
     * Bounds the boot.
     *
     * @param timeout from start to ready
     * @return the copy
     */
    public ChildOptions withStartTimeout(Duration timeout) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                systemProperties,
                environment,
                directory,
                classPath,
                timeout,
                output,
                crashDirectory);
    }

    /**
     * Chooses what is done with standard output and error.
     *
     * @param choice the choice
     * @return the copy
     */
    public ChildOptions withOutput(Output choice) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                systemProperties,
                environment,
                directory,
                classPath,
                startTimeout,
                choice,
                crashDirectory);
    }

    /**
     * Chooses where error files of crashes are kept.
     *
     * @param path the directory; it is made if missing
     * @return the copy
     */
    public ChildOptions withCrashDirectory(Path path) {
        return new ChildOptions(
                javaHome,
                jvmFlags,
                maxHeap,
                systemProperties,
                environment,
                directory,
                classPath,
                startTimeout,
                output,
                Optional.of(path));
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        var copy = new TreeMap<>(map);
        copy.put(name, value);
        return copy;
    }

    private static void checkHeap(String size) {
        long unit = size.isEmpty()
                ? 0
                : switch (Character.toLowerCase(size.charAt(size.length() - 1))) {
                    case 'k' -> 1024L;
                    case 'm' -> 1024L * 1024;
                    case 'g' -> 1024L * 1024 * 1024;
                    default -> 0;
                };
        try {
            long number = Long.parseLong(size.substring(0, Math.max(0, size.length() - 1)));
            if (unit > 0 && number > 0 && Math.multiplyExact(number, unit) >= 8L * 1024 * 1024) return;
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(heapMessage(size), e);
        }
        throw new IllegalArgumentException(heapMessage(size));
    }

    private static String heapMessage(String size) {
        return "maxHeap must be a number with k, m or g, at least 8m, such as 256m; was '" + size + "'";
    }
}
