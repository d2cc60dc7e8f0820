package dev.procession.benchmarks.pool;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Recorder;
import dev.procession.benchmarks.Rival;
import java.util.Optional;
import java.util.concurrent.Executors;
import net.viktorc.pp4j.impl.ProcessExecutors;

/** A rival that is called from this JVM. */
final class PoolRival implements Rival {
    static final String PP4J_ID = "pp4j";

    private static final int WORKERS = 2;
    private static final int KILLS_A_ROUND = 10;

    /** Which one. */
    enum Kind {
        PROCESSION(OURS, "Procession", "`ProcessPool` of two workers, default options"),
        THREADS(
                "threads",
                "threads in the JVM",
                "`Executors.newFixedThreadPool(2)`: no process, no encoding, no isolation"),
        PP4J(
                PP4J_ID,
                "PP4J 2.2",
                "`ProcessExecutors.newFixedJavaProcessPool(2)`; Base64 of Java serialisation over stdin and stdout");

        private final String id;
        private final String title;
        private final String about;

        Kind(String id, String title, String about) {
            this.id = id;
            this.title = title;
            this.about = about;
        }

        private TaskPool open() throws InterruptedException {
            return switch (this) {
                case PROCESSION -> new ProcessionTaskPool(WORKERS);
                case THREADS -> new ExecutorTaskPool(Executors.newFixedThreadPool(WORKERS), true);
                case PP4J -> new ExecutorTaskPool(ProcessExecutors.newFixedJavaProcessPool(WORKERS), false);
            };
        }
    }

    private final Kind kind;
    private final Effort effort;

    PoolRival(Kind kind, Effort effort) {
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
        if (kind != Kind.PP4J) return Optional.empty();
        try {
            Class.forName("net.viktorc.pp4j.impl.ProcessExecutors");
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of("its jar is not on the class path");
        }
    }

    @Override
    public void round(Recorder recorder) throws Exception {
        new PoolRound(effort, recorder).measure(kind::open);
        switch (kind) {
            case PROCESSION -> PoolDeaths.measure(kind::open, effort.count(KILLS_A_ROUND), effort, recorder);
            case THREADS -> recorder.instead(PoolRows.DEATH.id(), "no process to lose");
            case PP4J -> {} // afterwards
        }
    }

    /** Once: if the answer is never, that takes the whole bound. */
    @Override
    public void afterwards(Recorder recorder) throws Exception {
        if (kind == Kind.PP4J) PoolDeaths.measure(kind::open, 1, effort, recorder);
    }
}
