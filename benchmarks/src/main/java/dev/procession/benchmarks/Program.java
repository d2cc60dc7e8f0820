package dev.procession.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another program that measures something and prints it as lines of JSON, for {@link Recorder#addLines}. */
public final class Program {
    private Program() {}

    /**
     * Runs a command to its end and returns what it printed; nothing of it is left then, nor below it.
     *
     * @param boundSeconds after which it is killed
     * @throws IllegalStateException if it took longer, or ended with another status than 0
     */
    public static List<String> run(List<String> command, long boundSeconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile("procession-bench", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                if (!process.waitFor(boundSeconds, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(told(command) + " took more than " + boundSeconds + " s");
                }
            } finally {
                Leftovers.killTree(process.toHandle());
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(told(command) + " ended with status " + process.exitValue());
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
        }
    }

    /**
     * The command of a JVM like this one.
     *
     * @param flags of the JVM
     * @param main whose {@code main} runs
     */
    public static List<String> java(List<String> flags, Class<?> main, List<String> words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(words);
        return command;
    }

    private static String told(List<String> command) {
        String last = command.getLast();
        return Path.of(command.getFirst()).getFileName() + " ... " + last;
    }
}
