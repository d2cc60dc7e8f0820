package dev.procession.cli;

import dev.procession.Certificate;
import dev.procession.PoolBrokenException;
import dev.procession.ProcessionException;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.Outcomes;
import dev.procession.pool.PoolOptions;
import dev.procession.pool.ProcessPool;
import dev.procession.process.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code map}, from the first worker to the summary.
 *
 * <p>It can end in four ways: all inputs have an outcome; Ctrl-C, which arrives as a shutdown hook while the run goes
 * on; the reader of standard output has gone; the pool is broken. In each of them all workers are gone when it has
 * ended.
 */
final class MapRun {
    private final PoolOptions options;
    private final Target target;
    private final boolean ordered;
    private final Screen screen;
    private final Results results;

    /** Set before the hook ends the pool: what is lost from then on is lost to that, and no news. */
    private volatile boolean stopping;

    private boolean summarised;

    MapRun(PoolOptions options, Target target, boolean ordered, Screen screen, Results results) {
        this.options = options.withOutput(Output.lines((child, pid, _, line) ->
                // Results alone go to standard output, so that programs can read them.
                screen.note("[" + child + " " + pid + "] " + OutcomeText.printable(line))));
        this.target = target;
        this.ordered = ordered;
        this.screen = screen;
        this.results = results;
    }

    /** Runs the method over all inputs and returns the status of the command. */
    int over(Inputs inputs) {
        var tally = new Tally(inputs.count(), System.nanoTime());
        try (var pool = ProcessPool.open(_ -> options)) {
            var progress = ProgressReporter.start(screen, () -> Wording.progress(tally.counts(System.nanoTime())));
            var hook = Thread.ofPlatform()
                    .name("procession-interrupt")
                    .unstarted(() -> interrupted(pool, progress, tally));
            Runtime.getRuntime().addShutdownHook(hook);
            Ending ending = Ending.STOPPED;
            try {
                ending = take(pool, inputs, tally);
            } finally {
                if (ending != Ending.COMPLETE) pool.shutdownNow();
                progress.stop();
                if (ending != Ending.STOPPED) summarise(tally, ending == Ending.COMPLETE);
                withdraw(hook);
            }
            return ending == Ending.COMPLETE && tally.counts(System.nanoTime()).allDone()
                    ? Status.DONE
                    : Status.SOME_FAILED;
        } catch (ProcessionException e) {
            screen.note("procession: " + e.getMessage());
            return Status.SOME_FAILED;
        }
    }

    /** How the taking of outcomes ended. */
    private enum Ending {
        /** Every input has its outcome. */
        COMPLETE,
        /** The run cannot go on, and the user has been told why. */
        BROKEN,
        /** Somebody else has the last word: the shutdown hook, or nobody, as the reader has gone. */
        STOPPED
    }

    private Ending take(ProcessPool pool, Inputs inputs, Tally tally) {
        var invocation = new Invocation(target);
        try (Outcomes<String, Value> outcomes =
                ordered ? pool.outcomesInOrder(invocation, inputs) : pool.outcomes(invocation, inputs)) {
            for (Outcome<String, Value> outcome : outcomes) {
                if (stopping) return Ending.STOPPED;
                if (outcome instanceof Failed<String, Value>(var _, PoolBrokenException broken, var _)) throw broken;
                tally.add(outcome);
                results.write(named(outcome));
            }
            return stopping ? Ending.STOPPED : Ending.COMPLETE;
        } catch (PoolBrokenException e) {
            return broken(
                    e.getCause() == null
                            ? e.getMessage()
                            : e.getMessage() + "\n" + e.getCause().getMessage());
        } catch (UncheckedIOException e) {
            return broken(e.getMessage());
        } catch (IOException e) {
            // Who reads has seen enough, as in "procession map ... | head": nothing to complain about.
            if ("Broken pipe".equals(e.getMessage())) return Ending.STOPPED;
            return broken("the run ends, since an outcome cannot be written (" + e.getMessage() + ")");
        } catch (CancellationException | RejectedExecutionException e) {
            // What the taking of outcomes meets when the hook has ended the pool.
            if (stopping) return Ending.STOPPED;
            throw e;
        }
    }

    /** The pool knows the task by a class of this command; the user knows the method. */
    private Outcome<String, Value> named(Outcome<String, Value> outcome) {
        if (!(outcome instanceof Lost<String, Value>(var input, var c, var info))) return outcome;
        var certificate = new Certificate(
                c.cause(),
                c.status(),
                target + "(" + OutcomeText.printable(input) + ")",
                c.attempt(),
                c.attempts(),
                c.running(),
                c.pool(),
                c.worker(),
                c.pid(),
                c.tasksDone(),
                c.rssBytes(),
                c.heapUsedBytes(),
                c.heapMaxBytes(),
                c.lastOutput(),
                c.threadDump(),
                c.evidence());
        return new Lost<>(input, certificate, info);
    }

    private Ending broken(@Nullable String why) {
        screen.note("procession: " + why);
        return Ending.BROKEN;
    }

    /** Runs in the shutdown hook, beside the thread that takes outcomes. */
    private void interrupted(ProcessPool pool, ProgressReporter progress, Tally tally) {
        stopping = true;
        pool.shutdownNow();
        progress.stop();
        screen.note("interrupted");
        summarise(tally, false);
    }

    private synchronized void summarise(Tally tally, boolean complete) {
        if (summarised) return;
        summarised = true;
        screen.note(Wording.summary(tally.counts(System.nanoTime()), complete));
    }

    private static void withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook has the last word.
        }
    }
}
