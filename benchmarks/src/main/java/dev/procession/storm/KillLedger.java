package dev.procession.storm;

import dev.procession.LossCause;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The kills of the first storm and what came of them: a loss must have a kill that explains it, and a kill explains one loss.
 *
 * <p>What a kill hit is told by the outcomes, not by what the worker was seen to do a moment before.
 */
final class KillLedger {
    /** What the killer had seen the worker do. */
    enum Aim {
        RUNNING,
        IDLE,
        BOOTING
    }

    /** What the kill hit, by the evidence. */
    enum Hit {
        /** A task was lost with it. */
        RUNNING_TASK("on a running task"),
        /** It was seen idle, and no task was lost. */
        IDLE_WORKER("on an idle worker"),
        /** It booted, and never gave a result. */
        BOOTING_PROCESS("on a booting process"),
        /** Anything else: it was seen busy, but no task was lost. */
        BETWEEN("between tasks, or before the first");

        private final String label;

        Hit(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private static final class Kill {
        private final Aim aim;
        private volatile boolean lostTask;
        private volatile boolean worked;

        Kill(Aim aim) {
            this.aim = aim;
        }

        Hit hit() {
            if (lostTask) return Hit.RUNNING_TASK;
            return switch (aim) {
                case RUNNING -> Hit.BETWEEN;
                case IDLE -> Hit.IDLE_WORKER;
                case BOOTING -> worked ? Hit.BETWEEN : Hit.BOOTING_PROCESS;
            };
        }
    }

    private static final int FEW = 3;

    private final Findings findings;
    private final List<Kill> kills = new ArrayList<>(); // of the killer's thread
    private final Map<Long, Kill> latest = new ConcurrentHashMap<>();
    private final BitSet seen = new BitSet(); // of the taking thread, with all below
    private final BitSet lostInputs = new BitSet();
    private long done;
    private long lost;

    KillLedger(Findings findings) {
        this.findings = findings;
    }

    /** A process is about to be killed: noted before, so that the loss finds it. */
    Runnable note(long pid, Aim aim) {
        Kill kill = new Kill(aim);
        Kill before = latest.put(pid, kill);
        kills.add(kill);
        return () -> {
            kills.removeLast();
            if (before == null) latest.remove(pid);
            else latest.put(pid, before);
        };
    }

    /** Takes an outcome into account. */
    void take(Outcome<Long, Long> outcome) {
        int input = Math.toIntExact(outcome.input());
        if (seen.get(input)) findings.add("input " + input + " has a second outcome: " + outcome);
        seen.set(input);
        Kill kill = latest.get(outcome.info().pid());
        switch (outcome) {
            case Done<Long, Long> one -> {
                done++;
                if (one.value() != Work.expected(input)) findings.add("input " + input + " has a wrong value: " + one);
                if (kill != null) kill.worked = true;
            }
            case Failed<Long, Long> one -> findings.add("input " + input + " failed", one.cause());
            case Lost<Long, Long> one -> {
                lost++;
                lostInputs.set(input);
                if (!one.certificate().cause().equals(new LossCause.Signaled(9, "SIGKILL")))
                    findings.add("input " + input + " was lost otherwise than by SIGKILL: " + one);
                if (kill == null) findings.add("input " + input + " was lost in a process that nobody killed: " + one);
                else if (kill.lostTask) findings.add("a second task was lost with one process: " + one);
                else kill.lostTask = true;
            }
        }
    }

    /** Everything has been taken: as many inputs as were given, and what the tasks say of themselves agrees. */
    void end(int inputs, byte[] marks) {
        int unbegun = 0;
        int ended = 0;
        for (int input = 0; input < inputs; input++) {
            int begun = Marks.begun(marks, input);
            if (begun > 1) findings.add("input " + input + " was begun " + begun + " times, without retries");
            if (lostInputs.get(input)) {
                if (begun == 0) unbegun++;
                if (Marks.ended(marks, input) > 0) ended++;
            } else if (begun != 1 || Marks.ended(marks, input) != 1) {
                findings.add("input " + input + " has a value, and its task did not run to its end");
            }
        }
        long few = FEW + lost / 10; // a kill in the microseconds around a task, which take a tenth of its time at most
        if (unbegun > few) findings.add(unbegun + " of " + lost + " lost inputs were never begun");
        if (ended > few) findings.add(ended + " of " + lost + " lost inputs had come to their end");
        if (seen.cardinality() != inputs || seen.length() != inputs)
            findings.add("of " + inputs + " inputs " + seen.cardinality() + " have an outcome");
    }

    int kills() {
        return kills.size();
    }

    long count(Hit hit) {
        return kills.stream().filter(k -> k.hit() == hit).count();
    }

    long done() {
        return done;
    }

    long lost() {
        return lost;
    }
}
