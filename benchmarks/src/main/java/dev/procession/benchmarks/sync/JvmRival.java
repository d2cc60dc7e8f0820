package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Program;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import dev.procession.benchmarks.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rival in Java: one program for each part, see {@link SyncMain}. */
final class JvmRival implements Rival {
    private static final long BOUND_SECONDS = 60;

    /** Which one. */
    enum Kind {
        PROCESSION(
                OURS,
                "Procession",
                "`ProcessLock`, its `newCondition`, `ProcessEvent` and `SharedLong`; the other processes are `ChildProcess`es",
                EnumSet.allOf(Part.class),
                ""),
        MEMORY(
                "memory",
                "bare memory (limit)",
                "`compareAndSet` and `getAndAdd` of a `VarHandle` on a word of a mapped file",
                EnumSet.of(Part.FREE, Part.ADD),
                "no way to wait"),
        JDK(
                "jdk",
                "inside one JVM",
                "`ReentrantLock` and `AtomicLong`, on the heap",
                EnumSet.of(Part.FREE, Part.ADD),
                "one process");

        private final String id;
        private final String title;
        private final String about;

        @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
        private final Set<Part> parts;

        private final String instead;

        Kind(String id, String title, String about, Set<Part> parts, String instead) {
            this.id = id;
            this.title = title;
            this.about = about;
            this.parts = parts;
            this.instead = instead;
        }

        String id() {
            return id;
        }
    }

    private final Kind kind;
    private final Effort effort;

    JvmRival(Kind kind, Effort effort) {
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
        return Optional.empty();
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        for (Part part : Part.values()) {
            if (kind.parts.contains(part)) {
                measure(part, recorder);
            } else {
                for (Row row : SyncRows.of(part)) recorder.instead(row.id(), kind.instead);
            }
        }
    }

    private void measure(Part part, Recorder recorder) throws Exception {
        Path file = Files.createTempFile(sharedMemory(), "procession-bench", ".field");
        try {
            List<String> words = List.of(kind.name(), part.name(), Double.toString(effort.scale()), file.toString());
            recorder.addLines(Program.run(Program.java(List.of(), SyncMain.class, words), BOUND_SECONDS));
        } finally {
            Files.delete(file);
        }
    }

    private static Path sharedMemory() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    }
}
