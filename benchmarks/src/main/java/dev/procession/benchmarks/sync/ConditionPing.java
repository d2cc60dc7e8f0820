package dev.procession.benchmarks.sync;

import dev.procession.benchmarks.Effort;
import dev.procession.process.ChildProcess;
import dev.procession.sync.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Condition;

/** Two processes that take turns, by one condition. */
final class ConditionPing {
    private static final int NEAR = 0;
    private static final int FAR = 1;

    private ConditionPing() {}

    /** The microseconds of round trips. */
    static List<Double> micros(Effort effort, Path file) throws Exception {
        String path = file.toString();
        Field field = Field.map(file);
        try (ProcessLock lock = ProcessLock.create()) {
            Condition turned = lock.newCondition();
            try (var far = ChildProcess.launch(() -> takeTurns(lock, turned, path))) {
                List<Double> micros = new Measure(effort).micros(() -> turn(lock, turned, field, NEAR));
                field.phase(Field.STOP);
                turn(lock, turned, field, NEAR);
                if (!far.join().isSuccess()) throw new IllegalStateException(far + " did not end well");
                return micros;
            }
        }
    }

    private static void takeTurns(ProcessLock lock, Condition turned, String file)
            throws IOException, InterruptedException {
        Field field = Field.map(Path.of(file));
        while (turn(lock, turned, field, FAR) != Field.STOP) {} // the turn itself is the work
    }

    /**
     * Waits for its turn, which for the near one is there at the first call, and gives it to the other.
     *
     * @return the phase of this turn; looked at later, the other may wait already
     */
    private static int turn(ProcessLock lock, Condition turned, Field field, int mine) throws InterruptedException {
        lock.lock();
        try {
            while (field.turn() != mine) turned.await();
            field.turn(NEAR + FAR - mine);
            turned.signal();
            return field.phase();
        } finally {
            lock.unlock();
        }
    }
}
