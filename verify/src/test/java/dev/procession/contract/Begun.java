package dev.procession.contract;

import dev.procession.testkit.Eventually;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How a task says that it has begun, and in which process. A worker counts as busy before that, as soon as a task is on its
 * way, and a task that has not begun survives its worker.
 */
final class Begun implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String file;

    private Begun(String file) {
        this.file = file;
    }

    static Begun create() throws IOException {
        Path file = Files.createTempFile("begun-", ".pid");
        Files.delete(file);
        return new Begun(file.toString());
    }

    /** The task's. */
    void say() throws IOException {
        Path half = Files.writeString(
                Path.of(file + ".new"), Long.toString(ProcessHandle.current().pid()));
        Files.move(half, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The test's: waits for the task, and gives its pid. */
    long awaitPid() throws IOException, InterruptedException {
        Path said = Path.of(file);
        Eventually.holds("a task begins", () -> Files.exists(said));
        long pid = Long.parseLong(Files.readString(said));
        Files.delete(said);
        return pid;
    }
}
