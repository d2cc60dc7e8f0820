package dev.procession.storm;

import dev.procession.testkit.Delays;
import dev.procession.testkit.Leaks;

/** The front door of the storms: {@code procession storm}. */
public final class Storm {
    private static final int HELD = 0;
    private static final int BROKE = 1;

    private Storm() {}

    /**
     * Runs both storms, prints the counts, and tells whether the pools held.
     *
     * @param words {@code --seconds=N}, {@code --seed=S}, {@code --kills=K}
     * @return 0 if all held, 1 if anything was lost, wrong or left behind; a hang ends the JVM with 1
     * @throws InterruptedException if the caller is interrupted
     */
    public static int run(String... words) throws InterruptedException {
        StormOptions options = StormOptions.parse(words);
        System.out.println("seed " + options.seed());
        var findings = new Findings();
        Leaks leaks = Leaks.since();
        String longest;
        try (var watch = new HangWatch(options.replay())) {
            var report = new Report();
            new KillStorm(options, findings, watch, report).run();
            report.print(); // now: the other storm may end by a hang
            report = new Report();
            new ChurnStorm(options, findings, watch, report).run();
            report.print();
            longest = watch.longest();
        }
        for (String left : leaks.awaitNone(Delays.LONG)) findings.add("left behind: " + left);
        System.out.println("longest wait: " + longest + ", limit " + HangWatch.LIMIT.toMillis() + " ms");
        System.out.println(findings.count() == 0 ? "nothing lost, nothing left" : findings.count() + " things WRONG");
        System.out.println("again: " + options.replay());
        return findings.count() == 0 ? HELD : BROKE;
    }
}
