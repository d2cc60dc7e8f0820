package dev.procession.storm;

import dev.procession.pool.Outcome;
import dev.procession.pool.ProcessPool;
import dev.procession.storm.KillLedger.Hit;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/** The first storm: one long call of {@code outcomes} over small tasks, while its workers are killed as they run, idle and boot. */
final class KillStorm {
    private static final int WORKERS = 2;

    /** Of {@link StormOptions#FULL} kills at least so many must have hit each. */
    private static final int LEAST_RUNNING = 300;

    private static final int LEAST_IDLE = 300;
    private static final int LEAST_BOOTING = 100;

    private final StormOptions options;
    private final Findings findings;
    private final HangWatch watch;
    private final Report report;

    KillStorm(StormOptions options, Findings findings, HangWatch watch, Report report) {
        this.options = options;
        this.findings = findings;
        this.watch = watch;
        this.report = report;
    }

    void run() throws InterruptedException {
        long startNanos = System.nanoTime();
        var ledger = new KillLedger(findings);
        var gate = new Gate();
        var enough = new AtomicBoolean();
        var inputs = new Inputs(enough);
        var pool = ProcessPool.open(o -> o.withWorkers(WORKERS).withName("kills"));
        try (Marks marks = Marks.make()) {
            var random = new SplittableRandom(options.seed());
            var killer =
                    new Killer(pool, gate, ledger, watch, random, options.kills(), startNanos + options.shareNanos());
            Thread thread = Thread.ofPlatform().name("storm-killer").start(() -> {
                try {
                    killer.run();
                } catch (InterruptedException | RuntimeException | Error e) {
                    findings.add("the killer gave up", e);
                } finally {
                    enough.set(true);
                }
            });
            take(pool, marks, inputs, gate, ledger);
            thread.join();
            ledger.end(inputs.given, marks.all());
        } finally {
            try (var _ = watch.step("close of the pool after the kills")) {
                pool.close();
            }
        }
        tell(ledger, inputs.given, System.nanoTime() - startNanos);
    }

    private void take(ProcessPool pool, Marks marks, Inputs inputs, Gate gate, KillLedger ledger)
            throws InterruptedException {
        Path file = marks.file();
        try (var outcomes = pool.<Long, Long>outcomes(input -> Work.marked(file, input), () -> inputs)) {
            Iterator<Outcome<Long, Long>> each = outcomes.iterator();
            while (true) {
                gate.pass();
                try (var _ = watch.step("an outcome under kills")) {
                    if (!each.hasNext()) break;
                }
                ledger.take(each.next());
            }
        } finally {
            gate.leave();
        }
    }

    private void tell(KillLedger ledger, int inputs, long nanos) {
        report.add("kills", ledger.kills());
        for (Hit hit : Hit.values()) report.add("  " + hit.label(), ledger.count(hit));
        report.add("inputs under kills", inputs);
        report.add("  done", ledger.done());
        report.add("  lost to SIGKILL", ledger.lost());
        report.add("  seconds", nanos / 1_000_000_000);
        if (ledger.kills() < StormOptions.FULL) return;
        check(ledger, Hit.RUNNING_TASK, LEAST_RUNNING);
        check(ledger, Hit.IDLE_WORKER, LEAST_IDLE);
        check(ledger, Hit.BOOTING_PROCESS, LEAST_BOOTING);
    }

    private void check(KillLedger ledger, Hit hit, int least) {
        long count = ledger.count(hit);
        if (count < least) findings.add("only " + count + " kills were " + hit.label() + ", " + least + " are wanted");
    }

    /** 0, 1, 2 … until it is enough; read by the taking thread. */
    private static final class Inputs implements Iterator<Long> {
        private final AtomicBoolean enough;
        private int given;

        Inputs(AtomicBoolean enough) {
            this.enough = enough;
        }

        @Override
        public boolean hasNext() {
            return !enough.get();
        }

        @Override
        public Long next() {
            return (long) given++;
        }
    }
}
