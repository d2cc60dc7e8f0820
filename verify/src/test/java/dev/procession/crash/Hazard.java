package dev.procession.crash;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** An input, and its own result, that does harm at one stage of its way from the caller to a worker and back. */
final class Hazard implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Keeps the compiler from leaving out what nobody uses. */
    static volatile long sink;

    private final int number;
    private final long callerPid = ProcessHandle.current().pid();
    private final @Nullable Harm harm;
    private final Stage stage;

    private Hazard(int number, @Nullable Harm harm, Stage stage) {
        this.number = number;
        this.harm = harm;
        this.stage = stage;
    }

    static Hazard harmless(int number) {
        return new Hazard(number, null, Stage.RUN);
    }

    static Hazard of(int number, Harm harm, Stage stage) {
        return new Hazard(number, harm, stage);
    }

    int number() {
        return number;
    }

    /** The task. */
    Hazard run() {
        arriveAt(Stage.RUN);
        return this;
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws IOException {
        arriveAt(inCaller() ? Stage.WRITE_INPUT : Stage.WRITE_RESULT);
        out.defaultWriteObject();
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        arriveAt(inCaller() ? Stage.READ_RESULT : Stage.READ_INPUT);
    }

    private void arriveAt(Stage here) {
        if (harm != null && here == stage) harm.strike(inCaller());
    }

    private boolean inCaller() {
        return ProcessHandle.current().pid() == callerPid;
    }

    @Override
    public String toString() {
        return "hazard " + number;
    }
}
