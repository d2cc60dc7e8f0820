package dev.procession.benchmarks.ring;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Program;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A rival of two JVMs, or of two threads of one. */
final class RingRival implements Rival {
    private static final long BOUND_SECONDS = 60;

    /** Which one. */
    enum Kind {
        PROCESSION(OURS, "Procession", "the channel between a parent and its child: two rings, a bell on each side"),
        AERON(
                "aeron",
                "Aeron IPC",
                "Aeron 1.51.0 over IPC, exclusive publications, terms of 16 MiB; spinning with `BusySpinIdleStrategy`,"
                        + " asleep with `BackoffIdleStrategy`"),
        SOCKET("socket", "Unix socket", "a blocking `SocketChannel` between two JVMs, four bytes of length a message"),
        MEMORY(
                "memory",
                "bare memory (limit)",
                "one word in shared memory for each direction, its 32 bytes beside it, a futex to sleep; and a plain copy"
                        + " of memory"),
        THREADS(
                "threads",
                "threads of one JVM",
                "two `SynchronousQueue`s between two threads: no process, references are handed over");

        private final String id;
        private final String title;
        private final String about;

        Kind(String id, String title, String about) {
            this.id = id;
            this.title = title;
            this.about = about;
        }

        String id() {
            return id;
        }

        /** Whether both sides can be told to poll. */
        boolean spins() {
            return this == PROCESSION || this == AERON || this == MEMORY;
        }

        /** Whether messages can be sent without an answer to each. */
        boolean queues() {
            return this != MEMORY;
        }

        /** Whether messages are copied from one side to the other, at any length. */
        boolean copies() {
            return this == PROCESSION || this == AERON || this == SOCKET;
        }

        /** What its JVMs need. */
        List<String> flags() {
            return switch (this) {
                case PROCESSION -> List.of("-D" + PingMain.NO_SPIN);
                case AERON -> List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED");
                case SOCKET, MEMORY, THREADS -> List.of();
            };
        }
    }

    private final Kind kind;
    private final Effort effort;

    RingRival(Kind kind, Effort effort) {
        this.kind = kind;
        this.effort = effort;
    }

    @Override
    public String id() {
        return kind.id;
    }

    @Override
    public String title() {
        return kind.title;
    }

    @Override
    public String about() {
        return kind.about;
    }

    @Override
    public Optional<String> missing() {
        if (kind == Kind.AERON) {
            try {
                Class.forName("io.aeron.driver.MediaDriver", false, RingRival.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                return Optional.of("its jars are not on the class path");
            }
        }
        return Cores.missing();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        place(false, recorder);
        place(true, recorder);
        if (!kind.spins()) recorder.instead(RingRows.SPINNING.id(), "it sleeps");
        if (!kind.queues()) recorder.instead(RingRows.ONE_WAY.id(), "no queue");
        if (kind == Kind.THREADS) recorder.instead(RingRows.BULK.id(), "nothing is copied");
    }

    /** New processes for each placement: a JVM looks at its processors once. */
    private void place(boolean together, Recorder recorder) throws IOException, InterruptedException {
        Cores cores = Cores.here();
        Path folder = Files.createTempDirectory(sharedMemory(), "procession-bench");
        try {
            // The threads of one JVM are pinned one by one.
            boolean both = kind == Kind.THREADS && !together;
            List<String> command =
                    new ArrayList<>(Cores.wrapper(both ? cores.first() + "," + cores.second() : "" + cores.first()));
            List<String> words = List.of(
                    kind.name(),
                    Boolean.toString(together),
                    Integer.toString(cores.first()),
                    Integer.toString(cores.second()),
                    Double.toString(effort.scale()),
                    folder.toString());
            command.addAll(Program.java(kind.flags(), PingMain.class, words));
            recorder.addLines(Program.run(command, BOUND_SECONDS));
        } finally {
            delete(folder);
        }
    }

    private static Path sharedMemory() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
