package dev.procession.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command as a running process.
 *
 * <p>Its class path is that of these tests without the tests themselves, as in real use: the user's classes are not
 * there.
 */
final class Command implements AutoCloseable {
    /** Catches a hang; no command here comes near it. */
    private static final Duration WATCHDOG = Duration.ofMinutes(3);

    private final Process process;
    private final Sink out;
    private final Sink err;

    private Command(List<String> words, boolean readOutput) throws IOException {
        process = new ProcessBuilder(words).start();
        out = new Sink(readOutput ? process.getInputStream() : InputStream.nullInputStream());
        err = new Sink(process.getErrorStream());
    }

    /** How the command ended. */
    record Ending(int status, String out, String err) {
        List<String> outLines() {
            return out.lines().toList();
        }

        List<String> errLines() {
            return err.lines().toList();
        }
    }

    static Command start(String... args) throws IOException {
        return new Command(words("dev.procession.cli.Main", args), true);
    }

    /** Starts another main class of the same class path. */
    static Command startClass(String mainClass) throws IOException {
        return new Command(words(mainClass), true);
    }

    /** Starts it with an output that the caller reads. */
    static Command startUnread(String... args) throws IOException {
        return new Command(words("dev.procession.cli.Main", args), false);
    }

    /** Starts it on a pseudo-terminal; what is written to {@link #input} is typed there. */
    static Command startOnTerminal(String... args) throws IOException {
        String quoted = words("dev.procession.cli.Main", args).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        // A build that was started in the background ignores Ctrl-C, and whatever it starts inherits that.
        return new Command(List.of("script", "-qec", "exec env --default-signal=INT " + quoted, "/dev/null"), true);
    }

    static Ending run(String... args) throws Exception {
        try (Command command = start(args)) {
            command.input().close();
            return command.await();
        }
    }

    /** Runs it by another program, whose words come first. */
    static Ending runUnder(String[] program, String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(words("dev.procession.cli.Main", args));
        try (Command command = new Command(all, true)) {
            command.input().close();
            return command.await();
        }
    }

    /** Where {@link UserTasks} is. */
    static Path userClasses() {
        try {
            return Path.of(UserTasks.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    BufferedReader unreadOutput() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    Ending await() throws Exception {
        if (!process.waitFor(WATCHDOG)) {
            throw new AssertionError("the command hangs; it has said:\n" + out.text() + "\n" + err.text());
        }
        out.join();
        err.join();
        return new Ending(process.exitValue(), out.text(), err.text());
    }

    /** Waits until the output, both streams together, has a text so many times. */
    void awaitText(String text, int times) throws InterruptedException {
        long deadline = System.nanoTime() + WATCHDOG.toNanos();
        while ((out.text() + err.text()).split(text, -1).length <= times) {
            if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
                throw new AssertionError(
                        "'" + text + "' did not come; the command has said:\n" + out.text() + "\n" + err.text());
            }
            Thread.sleep(5);
        }
    }

    /** The pids of the command and of all that descends from it. */
    List<Long> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Those of the processes that still run; a zombie does not. */
    static List<Long> running(List<Long> pids) {
        var running = new ArrayList<Long>();
        for (long pid : pids) {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                char state = stat.charAt(stat.lastIndexOf(')') + 2);
                if (state != 'Z' && state != 'X') running.add(pid);
            } catch (IOException e) {
                // It has ended.
            }
        }
        return running;
    }

    @Override
    public void close() {
        List<ProcessHandle> rest = process.descendants().toList();
        process.destroyForcibly();
        rest.forEach(ProcessHandle::destroyForcibly);
    }

    private static List<String> words(String mainClass, String... args) {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                mainClass));
        words.addAll(List.of(args));
        return words;
    }

    /** Reads a stream to its end, in a thread of its own. */
    private static final class Sink {
        private final StringBuilder text = new StringBuilder(); // guarded by this
        private final Thread thread;

        Sink(InputStream in) {
            thread = Thread.ofVirtual().start(() -> {
                try (var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                    char[] buffer = new char[4096];
                    for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                        append(String.valueOf(buffer, 0, n));
                    }
                } catch (IOException e) {
                    append("(cannot be read: " + e + ")");
                }
            });
        }

        private synchronized void append(String more) {
            text.append(more);
        }

        synchronized String text() {
            return text.toString();
        }

        void join() throws InterruptedException {
            thread.join(WATCHDOG);
        }
    }
}
