package dev.procession.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
 * @param extraClassPath what is put behind the class path; default none
 * @param cpus the numbers of the CPUs it may run on; default: those of this process
 * @param priority its priority, from -20, the first to run, to 19, the last; default: that of this process
 * @param limits what the kernel lets it have at most; default: the limits of this process
 * @param startTimeout how long the boot may take, from start to ready; default 30 s
 * @param input what it reads as standard input; default {@link Input#EMPTY}
 * @param output what is done with standard output and error; default {@link Output#INHERIT}
 * @param crashDirectory where the JVM's error file is kept after a crash, the newest 32 of them; default
 *     {@code procession-crashes-<user>} in the directory for temporary files
 * @param forwardedLogs the least level of the log records that a {@link ChildProcess} hands to the loggers of the same names in
 *     this process, with {@code [name pid]} before each message, in the order in which the child logged them. They go through
 *     {@code java.util.logging} there, whose console handler is taken away; explicit levels of loggers hold. What was logged
 *     before the end is here before {@code join} returns, but that waits for slow handlers no longer than a second. What there is
 *     no room for is counted, and said. Default: none; not for commands and pools
 */
public record ChildOptions(
        Optional<Path> javaHome,
        List<String> jvmFlags,
        Optional<String> maxHeap,
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Optional<Path> directory,
        Optional<List<Path>> classPath,
        List<Path> extraClassPath,
        List<Integer> cpus,
        OptionalInt priority,
        Map<ResourceLimit, Long> limits,
        Duration startTimeout,
        Input input,
        Output output,
        Optional<Path> crashDirectory,
        Optional<System.Logger.Level> forwardedLogs)
        implements ChildSettings<ChildOptions> {

    /** What holds where nothing else is said. */
    public static final ChildOptions DEFAULTS = new ChildOptions(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            OptionalInt.empty(),
            Map.of(),
            Duration.ofSeconds(30),
            Input.EMPTY,
            Output.INHERIT,
            Optional.empty(),
            Optional.empty());

    private static final int MOST_CPU = 65_535;
    private static final int LEAST_PRIORITY = 19;
    private static final int MOST_PRIORITY = -20;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if a value makes no sense
     */
    public ChildOptions {
        forwardedLogs = forwardedLogs.filter(l -> l != System.Logger.Level.OFF);
        jvmFlags = List.copyOf(jvmFlags);
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
        classPath = classPath.map(List::copyOf);
        extraClassPath = List.copyOf(extraClassPath);
        cpus = List.copyOf(cpus);
        limits = Map.copyOf(limits);
        maxHeap.ifPresent(ChildOptions::checkHeap);
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            throw new IllegalArgumentException("startTimeout must be positive, was " + startTimeout);
        }
        for (String flag : jvmFlags) {
            if (!flag.startsWith("-") || flag.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("not a JVM flag: '" + flag + "'; flags begin with '-', one each");
            }
        }
        environment.forEach(ChildOptions::checkVariable);
        for (int cpu : cpus) {
            if (cpu < 0 || cpu > MOST_CPU) {
                throw new IllegalArgumentException("not the number of a CPU: " + cpu + "; the first one is 0");
            }
        }
        if (priority.isPresent() && (priority.getAsInt() < MOST_PRIORITY || priority.getAsInt() > LEAST_PRIORITY)) {
            throw new IllegalArgumentException("priority must be -20 (first) to 19 (last), was " + priority.getAsInt());
        }
        limits.forEach((limit, value) -> {
            if (value < 0) throw new IllegalArgumentException("limit " + limit + " must not be negative, was " + value);
        });
    }

    private static void checkVariable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not an environment variable: '" + name + "'");
        }
    }

    /** Returns these options. */
    @Override
    public ChildOptions child() {
        return this;
    }

    @Override
    public ChildOptions withChild(UnaryOperator<ChildOptions> change) {
        return change.apply(this);
    }

    @Override
    public ChildOptions withJavaHome(Path home) {
        return with(d -> d.javaHome = Optional.of(home));
    }

    @Override
    public ChildOptions withJvmFlags(String... flags) {
        return with(d -> d.jvmFlags = plus(jvmFlags, List.of(flags)));
    }

    @Override
    public ChildOptions withMaxHeap(String size) {
        return with(d -> d.maxHeap = Optional.of(size));
    }

    @Override
    public ChildOptions withSystemProperty(String name, String value) {
        return with(d -> d.systemProperties = plus(systemProperties, name, value));
    }

    @Override
    public ChildOptions withEnvironment(String name, String value) {
        return with(d -> d.environment = plus(environment, name, value));
    }

    @Override
    public ChildOptions withDirectory(Path path) {
        return with(d -> d.directory = Optional.of(path));
    }

    @Override
    public ChildOptions withClassPath(List<Path> entries) {
        return with(d -> d.classPath = Optional.of(entries));
    }

    @Override
    public ChildOptions withExtraClassPath(Path... entries) {
        return with(d -> d.extraClassPath = plus(extraClassPath, List.of(entries)));
    }

    @Override
    public ChildOptions withCpus(int... numbers) {
        if (numbers.length == 0) throw new IllegalArgumentException("a child needs at least one CPU");
        return with(d -> d.cpus = IntStream.of(numbers).boxed().toList());
    }

    @Override
    public ChildOptions withPriority(int value) {
        return with(d -> d.priority = OptionalInt.of(value));
    }

    @Override
    public ChildOptions withLimit(ResourceLimit limit, long value) {
        return with(d -> d.limits = plus(limits, limit, value));
    }

    @Override
    public ChildOptions withStartTimeout(Duration timeout) {
        return with(d -> d.startTimeout = timeout);
    }

    @Override
    public ChildOptions withInput(Input choice) {
        return with(d -> d.input = choice);
    }

    @Override
    public ChildOptions withOutput(Output choice) {
        return with(d -> d.output = choice);
    }

    @Override
    public ChildOptions withCrashDirectory(Path path) {
        return with(d -> d.crashDirectory = Optional.of(path));
    }

    @Override
    public ChildOptions withForwardedLogs(System.Logger.Level level) {
        return with(d -> d.forwardedLogs = Optional.of(level));
    }

    private ChildOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finish();
    }

    /** The options while one of them is exchanged. */
    private static final class Draft {
        private Optional<Path> javaHome;
        private List<String> jvmFlags;
        private Optional<String> maxHeap;
        private Map<String, String> systemProperties;
        private Map<String, String> environment;
        private Optional<Path> directory;
        private Optional<List<Path>> classPath;
        private List<Path> extraClassPath;
        private List<Integer> cpus;
        private OptionalInt priority;
        private Map<ResourceLimit, Long> limits;
        private Duration startTimeout;
        private Input input;
        private Output output;
        private Optional<Path> crashDirectory;
        private Optional<System.Logger.Level> forwardedLogs;

        Draft(ChildOptions o) {
            javaHome = o.javaHome;
            jvmFlags = o.jvmFlags;
            maxHeap = o.maxHeap;
            systemProperties = o.systemProperties;
            environment = o.environment;
            directory = o.directory;
            classPath = o.classPath;
            extraClassPath = o.extraClassPath;
            cpus = o.cpus;
            priority = o.priority;
            limits = o.limits;
            startTimeout = o.startTimeout;
            input = o.input;
            output = o.output;
            crashDirectory = o.crashDirectory;
            forwardedLogs = o.forwardedLogs;
        }

        ChildOptions finish() {
            return new ChildOptions(
                    javaHome,
                    jvmFlags,
                    maxHeap,
                    systemProperties,
                    environment,
                    directory,
                    classPath,
                    extraClassPath,
                    cpus,
                    priority,
                    limits,
                    startTimeout,
                    input,
                    output,
                    crashDirectory,
                    forwardedLogs);
        }
    }

    private static <T> List<T> plus(List<T> list, List<T> more) {
        return Stream.concat(list.stream(), more.stream()).toList();
    }

    private static <K extends Comparable<K>, V> Map<K, V> plus(Map<K, V> map, K name, V value) {
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
