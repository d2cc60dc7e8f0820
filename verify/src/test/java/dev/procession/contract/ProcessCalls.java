package dev.procession.contract;

import dev.procession.process.SupervisedProcess;
import java.time.Duration;
import java.util.List;

/** The table "calls and states" in the documentation of {@link SupervisedProcess}, as data. */
final class ProcessCalls {
    /** The columns are new, running, ended, closed. */
    static final List<Call> TABLE = List.of(
            new Call("start", p -> run(p::start), Meaning.STARTS, Meaning.ERROR, Meaning.ERROR, Meaning.ERROR),
            new Call(
                    "join", ProcessCalls::joinWhileKilled, Meaning.ERROR, Meaning.ENDS, Meaning.ANSWERS, Meaning.ERROR),
            new Call("join", p -> p.join(Duration.ZERO), Meaning.ERROR, Meaning.NO, Meaning.YES, Meaning.ERROR),
            new Call("sentinel", p -> p.sentinel().isReady(), Meaning.ERROR, Meaning.NO, Meaning.YES, Meaning.ERROR),
            new Call("onExit", p -> p.onExit().isDone(), Meaning.ERROR, Meaning.NO, Meaning.YES, Meaning.ERROR),
            new Call(
                    "toHandle",
                    p -> p.toHandle().pid() == p.pid(),
                    Meaning.ERROR,
                    Meaning.YES,
                    Meaning.GONE,
                    Meaning.ERROR),
            new Call("terminate", p -> run(p::terminate), Meaning.ERROR, Meaning.ENDS, Meaning.NOTHING, Meaning.ERROR),
            new Call(
                    "terminate",
                    p -> run(() -> p.terminate(Duration.ZERO)),
                    Meaning.ERROR,
                    Meaning.ENDS,
                    Meaning.NOTHING,
                    Meaning.ERROR),
            new Call("kill", p -> run(p::kill), Meaning.ERROR, Meaning.ENDS, Meaning.NOTHING, Meaning.ERROR),
            new Call("interrupt", p -> run(p::interrupt), Meaning.ERROR, Meaning.ENDS, Meaning.NOTHING, Meaning.ERROR),
            new Call("isAlive", SupervisedProcess::isAlive, Meaning.NO, Meaning.YES, Meaning.NO, Meaning.NO),
            new Call("pid", SupervisedProcess::pid, Meaning.ERROR, Meaning.ANSWERS, Meaning.ANSWERS, Meaning.ANSWERS),
            new Call(
                    "exitStatus",
                    SupervisedProcess::exitStatus,
                    Meaning.EMPTY,
                    Meaning.EMPTY,
                    Meaning.ANSWERS,
                    Meaning.ANSWERS),
            new Call(
                    "report",
                    SupervisedProcess::report,
                    Meaning.EMPTY,
                    Meaning.EMPTY,
                    Meaning.ANSWERS,
                    Meaning.ANSWERS),
            new Call(
                    "name",
                    SupervisedProcess::name,
                    Meaning.ANSWERS,
                    Meaning.ANSWERS,
                    Meaning.ANSWERS,
                    Meaning.ANSWERS),
            new Call("isDaemon", SupervisedProcess::isDaemon, Meaning.NO, Meaning.NO, Meaning.NO, Meaning.NO),
            new Call("close", p -> run(p::close), Meaning.CLOSES, Meaning.CLOSES, Meaning.CLOSES, Meaning.NOTHING));

    private ProcessCalls() {}

    /** What a call does in a state. */
    enum Meaning {
        /** It is refused, with an IllegalStateException that names the process and its state. */
        ERROR,
        /** There is no such process in the kernel any more. */
        GONE,
        /** Nothing changes. */
        NOTHING,
        /** True. */
        YES,
        /** False. */
        NO,
        /** Nothing is known yet. */
        EMPTY,
        /** What it asks for. */
        ANSWERS,
        /** The process starts. */
        STARTS,
        /** The process comes to its end, which is told. */
        ENDS,
        /** The process is ended, if it runs, and the object released. */
        CLOSES
    }

    /** What may throw anything. */
    interface Act {
        Object on(SupervisedProcess process) throws Exception;
    }

    private interface Action {
        void run() throws Exception;
    }

    /** One row of the table. */
    record Call(String name, Act act, Meaning isNew, Meaning running, Meaning ended, Meaning closed) {
        Object make(SupervisedProcess process) throws Exception {
            return act.on(process);
        }

        /** Whether a process that it was made to is of no use for other cells. */
        boolean changes() {
            return List.of(isNew, running).stream()
                    .anyMatch(m -> m == Meaning.STARTS || m == Meaning.ENDS || m == Meaning.CLOSES);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Object run(Action action) throws Exception {
        action.run();
        return "done";
    }

    /** A join without a bound, and somebody who ends what it waits for once it waits. */
    private static Object joinWhileKilled(SupervisedProcess process) throws InterruptedException {
        Thread joining = Thread.currentThread();
        boolean runs = isRunning(process);
        if (runs) {
            Thread.startVirtualThread(() -> {
                while (joining.getState() != Thread.State.TIMED_WAITING && joining.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                process.kill();
            });
        }
        return process.join();
    }

    /** In the process itself nobody may ask. */
    private static boolean isRunning(SupervisedProcess process) {
        try {
            return process.isAlive();
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
