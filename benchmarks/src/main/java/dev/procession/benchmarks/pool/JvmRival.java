package dev.procession.benchmarks.pool;

import java.util.Optional;
import java.util.concurrent.Executors;
import net.viktorc.pp4j.impl.ProcessExecutors;

/** The rivals that are called from this JVM. */
enum JvmRival implements Rival {
    PROCESSION("procession", "Procession", "`ProcessPool` of two workers, default options") {
        @Override
        TaskPool open() {
            return new ProcessionTaskPool(WORKERS);
        }

        @Override
        public void round(Recorder recorder) throws Exception {
            PoolRound.measure(this::open, recorder);
            PoolDeaths.measure(this::open, KILLS_A_ROUND, recorder);
        }
    },

    THREADS(
            "threads",
            "threads in the JVM",
            "`Executors.newFixedThreadPool(2)`: no process, no encoding, no isolation") {
        @Override
        TaskPool open() {
            return new ExecutorTaskPool(Executors.newFixedThreadPool(WORKERS), true);
        }

        @Override
        public void round(Recorder recorder) throws Exception {
            PoolRound.measure(this::open, recorder);
            recorder.instead(Row.DEATH, "no process to lose");
        }
    },

    PP4J(
            "pp4j",
            "PP4J 2.2",
            "`ProcessExecutors.newFixedJavaProcessPool(2)`; Base64 of Java serialisation over stdin and stdout") {
        @Override
        TaskPool open() throws InterruptedException {
            return new ExecutorTaskPool(ProcessExecutors.newFixedJavaProcessPool(WORKERS), false);
        }

        @Override
        public Optional<String> missing() {
            try {
                Class.forName("net.viktorc.pp4j.impl.ProcessExecutors");
                return Optional.empty();
            } catch (ClassNotFoundException e) {
                return Optional.of("its jar is not on the class path");
            }
        }

        @Override
        public void round(Recorder recorder) throws Exception {
            PoolRound.measure(this::open, recorder);
        }

        // Once: if the answer is never, that takes the whole bound.
        @Override
        public void afterwards(Recorder recorder) throws Exception {
            PoolDeaths.measure(this::open, 1, recorder);
        }
    };

    static final int WORKERS = 2;
    static final int KILLS_A_ROUND = 10;

    private final String id;
    private final String title;
    private final String about;

    JvmRival(String id, String title, String about) {
        this.id = id;
        this.title = title;
        this.about = about;
    }

    abstract TaskPool open() throws Exception;

    @Override
    public String id() {
        return id;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }
}
