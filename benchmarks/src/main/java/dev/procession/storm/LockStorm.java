package dev.procession.storm;

import dev.procession.internal.memory.CellKind;
import dev.procession.internal.memory.Domain;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Eventually;
import dev.procession.testkit.Stacks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The fourth storm: processes that use locks, conditions, semaphores, events, barriers, latches and numbers together, while one after
 * the other is killed. No wait may take long, and what is guarded stays whole.
 */
final class LockStorm {
    private static final int LEAST_PAUSE_MILLIS = 100;
    private static final int MOST_PAUSE_MILLIS = 300;
    private static final long LONGEST_AIM_NANOS = 50_000_000;
    private static final int HELP_MILLIS = 20;
    private static final int PROGRESS_KILLS = 50;
    private static final int RECKONING_KILLS = 20;
    private static final Duration HELPERS_PATIENCE = Duration.ofMillis(500);

    /** Fewer are not killed: else a busy machine only starts processes. */
    private static final int LEAST_LIVING = LockTally.PLACES / 2;

    private final StormOptions options;
    private final Findings findings;
    private final HangWatch watch;
    private final Report report;
    private final LockTally tally = LockTally.make();
    private final LockBoard board = LockBoard.make();
    private final PermitBook permits = new PermitBook(this);
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicBoolean dumped = new AtomicBoolean();
    private final AtomicBoolean helped = new AtomicBoolean();
    private int kills;

    LockStorm(StormOptions options, Findings findings, HangWatch watch, Report report) {
        this.options = options;
        this.findings = findings;
        this.watch = watch;
        this.report = report;
    }

    void run() throws InterruptedException {
        Domain domain = Domain.acquire();
        try {
            storm();
            board.close();
            int left = cells(domain);
            if (!Eventually.heldWithin(Delays.LONG, () -> cells(domain) == 0))
                findings.add(left + " cells of shared memory are in use after the storm");
        } finally {
            Domain.release();
            tally.close();
            tally.delete();
        }
    }

    private static int cells(Domain domain) {
        return Stream.of(CellKind.values())
                .mapToInt(kind -> domain.cellsOf(kind).size())
                .sum();
    }

    private void storm() throws InterruptedException {
        long startNanos = System.nanoTime();
        var random = new SplittableRandom(options.seed() * 31 + 4); // not that of the other storms
        try (var waits = new LockWatch(tally, this::wrong)) {
            List<Thread> helpers = help(waits, random);
            List<LockPlace> places = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < LockTally.PLACES; i++) {
                var place = new LockPlace(this, i, random.split());
                places.add(place);
                threads.add(Thread.ofPlatform().name("storm-place-" + i).start(place));
            }
            if (!Eventually.heldWithin(Delays.LONG, () -> places.stream().allMatch(LockPlace::works)))
                findings.add("not all processes have begun to work");
            kill(places, random, System.nanoTime() + options.shareNanos());
            tally.stop();
            for (Thread thread : threads) thread.join();
            helped.set(true);
            for (Thread helper : helpers) {
                if (!helper.join(Delays.LONG)) findings.add(helper.getName() + " does not come to its end");
            }
        }
        permits.reckon(true);
        try (var _ = watch.step("the last look at all locks")) {
            new LockCheck(board, tally, findings).run();
        }
        tell(System.nanoTime() - startNanos);
    }

    private void kill(List<LockPlace> places, SplittableRandom random, long endNanos) throws InterruptedException {
        while (kills < options.lockKills() && System.nanoTime() - endNanos < 0) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
            permits.reckon(kills % RECKONING_KILLS == 0);
            LockPlace victim = places.get(random.nextInt(places.size()));
            long patienceNanos = random.nextBoolean() ? LONGEST_AIM_NANOS : 0; // of the half that is aimed
            if (places.stream().filter(LockPlace::works).count() < LEAST_LIVING || !victim.kill(patienceNanos))
                continue;
            if (++kills % PROGRESS_KILLS == 0) System.err.println("storm: " + kills + " kills of processes with locks");
        }
    }

    /** Sees to it that whoever waits for somebody to come does not wait in vain. */
    private List<Thread> help(LockWatch waits, SplittableRandom random) {
        List<Thread> helpers = new ArrayList<>();
        for (int i = 0; i < LockTally.HELPERS; i++) {
            int record = LockTally.PLACES * LockTally.THREADS + i;
            var hand = new LockHand(board, tally, record, waits, random.split(), this::wrong);
            Help help =
                    i < LockBoard.PARTIES - 1 ? this::meet : i == LockBoard.PARTIES - 1 ? this::pulse : this::keepGoing;
            helpers.add(Thread.ofPlatform().daemon().name("storm-help-" + i).start(() -> help(help, hand)));
        }
        return helpers;
    }

    private interface Help {
        void with(LockHand hand) throws InterruptedException;
    }

    private void help(Help help, LockHand hand) {
        try {
            while (!helped.get()) {
                help.with(hand);
                TimeUnit.MILLISECONDS.sleep(HELP_MILLIS);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            findings.add("a helper gave up", e);
        }
    }

    private void meet(LockHand hand) throws InterruptedException {
        if (board.barrier().getNumberWaiting() > 0) new MeetWork(hand).meet(HELPERS_PATIENCE);
    }

    private void pulse(LockHand hand) {
        new MeetWork(hand).pulse();
    }

    private void keepGoing(LockHand hand) throws InterruptedException {
        var work = new LockWork(hand);
        work.keepGoing(board.plain());
        work.keepGoing(board.reentrant());
    }

    private void tell(long nanos) {
        report.add("kills of processes with locks", kills);
        report.add("processes started", starts.get());
        for (LockCount what : LockCount.values()) {
            report.add(what.label(), tally.done(what));
            long longestNanos = tally.longestNanos(what);
            if (longestNanos == 0) continue;
            report.add("  longest wait, ms", longestNanos / 1_000_000);
            watch.waited(longestNanos, what.label() + ", limit " + LockWatch.LIMIT.toMillis() + " ms");
        }
        report.add("actions of the barrier", board.actions().get());
        permits.tell(report);
        report.add("  seconds", nanos / 1_000_000_000);
    }

    /** From any process; the first time with the stacks of all. */
    void wrong(String sentence) {
        findings.add(sentence);
        if (!dumped.compareAndSet(false, true)) return;
        Thread.ofPlatform().daemon().name("storm-dump").start(() -> System.err.println(Stacks.ofFamily()));
    }

    void started() {
        starts.incrementAndGet();
    }

    LockBoard board() {
        return board;
    }

    LockTally tally() {
        return tally;
    }

    PermitBook permits() {
        return permits;
    }

    Findings findings() {
        return findings;
    }

    HangWatch watch() {
        return watch;
    }
}
