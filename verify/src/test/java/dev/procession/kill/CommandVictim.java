package dev.procession.kill;

import dev.procession.process.CommandProcess;
import dev.procession.process.Input;
import dev.procession.process.ResourceLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A program that starts and ends commands in all ways, unless it is killed on the way. */
final class CommandVictim {
    private CommandVictim() {}

    /** What stands in the command line of whatever it starts and its kernel must end. */
    static String mark(long pid) {
        return "0." + pid + "0000";
    }

    public static void main(String[] args) throws Exception {
        String mark = mark(ProcessHandle.current().pid());
        Path input = Files.createTempFile(Path.of(args[0]), "input", "");
        try (var sleeper = CommandProcess.launch(
                o -> o.withCpus(0)
                        .withPriority(5)
                        .withLimit(ResourceLimit.DESCRIPTORS, 256)
                        .withInput(Input.file(input)),
                "sleep",
                "60",
                mark)) {
            sleeper.terminate();
            sleeper.join();
        }
        // its second child goes into a session of its own, where only whoever terminates the tree can find it
        try (var tree = CommandProcess.launch(
                o -> o.withInput(Input.text("ready")), "sh", "-c", "sleep 60 " + mark + " & setsid sleep 5 & wait")) {
            tree.join(Duration.ofMillis(200)); // a moment to start them
            tree.terminate();
            tree.join();
        }
        System.out.println("survived");
    }
}
