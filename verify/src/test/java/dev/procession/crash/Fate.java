package dev.procession.crash;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What becomes of a child as its parent ends, in the words of the guide; and children that leave a mark of it in a folder.
 *
 * <p>Such a child waits for a file {@code go}, after which it comes to its end by itself.
 */
enum Fate {
    WAITED_FOR("are waited for"),
    ENDED_IN_ORDER("are ended in order"),
    KILLED("are killed");

    private static final String PID = "pid";
    private static final String GO = "go";
    private static final String FINISHED = "finished";
    private static final String ASKED = "asked";
    private static final String SCRIPT = "cd \"$0\" && trap 'echo > asked; exit 0' TERM && echo $$ > new && mv new pid"
            + " && while [ ! -e go ]; do sleep 0.02; done; echo > finished";

    private final String words;

    Fate(String words) {
        this.words = words;
    }

    /** The cell of the table. */
    String words() {
        return words;
    }

    /** Starts a shell, and waits until it is ready. */
    static void launchCommand(boolean daemon, Path folder) throws Exception {
        Files.createDirectories(folder);
        CommandProcess.launch(
                o -> o.withDaemon(daemon).withOutput(Output.DISCARD), "sh", "-c", SCRIPT, folder.toString());
        awaitReady(folder);
    }

    /** Starts a JVM, and waits until it is ready. */
    static void launchJava(boolean daemon, Path folder) throws Exception {
        Files.createDirectories(folder);
        String place = folder.toString();
        ChildProcess.launch(o -> o.withDaemon(daemon).withOutput(Output.DISCARD), () -> live(Path.of(place)));
        awaitReady(folder);
    }

    private static void awaitReady(Path folder) throws InterruptedException {
        Eventually.holds("a child is ready in " + folder, () -> Files.exists(folder.resolve(PID)));
    }

    private static void live(Path folder) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!Files.exists(folder.resolve(FINISHED))) mark(folder, ASKED);
        }));
        Path written = Files.writeString(
                folder.resolve("new"), Long.toString(ProcessHandle.current().pid()));
        Files.move(written, folder.resolve(PID));
        while (!Files.exists(folder.resolve(GO))) Thread.sleep(10);
        mark(folder, FINISHED);
    }

    private static void mark(Path folder, String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a child come to its end. */
    static void letGo(Path folder) {
        mark(folder, GO);
    }

    /** Whether a child runs still. */
    static boolean isRunning(Path folder) throws IOException {
        return Processes.isRunning(pid(folder));
    }

    private static long pid(Path folder) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(PID)).strip());
    }

    /** What became of a child, once it is gone. */
    static Fate of(Path folder) throws Exception {
        Eventually.holds("the child of " + folder + " is gone", () -> !isRunning(folder));
        if (Files.exists(folder.resolve(FINISHED))) return WAITED_FOR;
        return Files.exists(folder.resolve(ASKED)) ? ENDED_IN_ORDER : KILLED;
    }
}
