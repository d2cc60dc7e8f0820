package dev.procession.testkit;

import dev.procession.os.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Thread stacks of this JVM and of others, as text: what is needed to see why something hangs. */
public final class Stacks {
    /** A JVM that cannot come to a safepoint never answers; there may be several of them. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Stacks() {}

    /**
     * Returns the stacks of all threads of this JVM and of all JVMs below it; a JVM that does not answer delays it by seconds.
     *
     * @return the text, one paragraph a process
     */
    public static String ofFamily() {
        var text = new StringBuilder(ofThisJvm());
        for (Sighting process : Processes.descendants(ProcessHandle.current().pid())) text.append(of(process.pid()));
        return text.toString();
    }

    static String ofThisJvm() {
        var text = new StringBuilder("---- this JVM, pid ")
                .append(ProcessHandle.current().pid())
                .append('\n');
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            text.append('"')
                    .append(thread.getName())
                    .append("\" ")
                    .append(thread.getState())
                    .append('\n');
            for (StackTraceElement frame : entry.getValue())
                text.append("    at ").append(frame).append('\n');
        }
        return text.toString();
    }

    /** Asks another JVM by {@code jcmd}; one that does not answer gets SIGQUIT, and prints into its own output if it can. */
    static String of(int pid) {
        String title = "---- pid " + pid + ": " + Processes.commandLine(pid) + "\n";
        if (!Processes.isJvm(pid)) return title + "no JVM\n";
        try {
            Path answer = Files.createTempFile("stacks-", ".txt");
            try {
                if (ask(pid, answer)) return title + Files.readString(answer, StandardCharsets.UTF_8);
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException e) {
            return title + "its stacks could not be had: " + e + "\n";
        }
        Signals.kill(pid, Signals.SIGQUIT);
        return title + "it did not answer in " + PATIENCE.toMillis() + " ms; got SIGQUIT\n";
    }

    private static boolean ask(int pid, Path answer) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process asking = new ProcessBuilder(jcmd.toString(), Integer.toString(pid), "Thread.print")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        try {
            asking.getOutputStream().close();
            return asking.waitFor(PATIENCE.toNanos(), TimeUnit.NANOSECONDS) && asking.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            asking.destroyForcibly();
        }
    }
}
