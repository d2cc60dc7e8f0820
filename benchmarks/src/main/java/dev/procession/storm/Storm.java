package dev.procession.storm;

import dev.procession.storm.StormOptions.Kind;
import dev.procession.testkit.Delays;
import dev.procession.testkit.Leaks;

/** The front door of the storms: {@code procession storm}. */
public final class Storm {
    private static final int HELD = 0;
    private static final int BROKE = 1;

    private Storm() {}

    /**
     * Runs the storms, prints the counts, and tells whether all held.
     *
     * @param words such as {@code --seconds=60}, {@code --seed=1}, {@code --only=TREES}
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
            for (Kind kind : Kind.values()) {
                if (!options.only().contains(kind)) continue;
                var report = new Report();
                switch (kind) {
                    case KILLS -> new KillStorm(options, findings, watch, report).run();
                    case POOLS -> new ChurnStorm(options, findings, watch, report).run();
                    case TREES -> new TreeStorm(options, findings, watch, report).run();
                    case LOCKS -> new LockStorm(options, findings, watch, report).run();
                }
                report.print(); // now: the next storm may end by a hang
            }
            longest = watch.longest();
        }
        for (String left : leaks.awaitNone(Delays.LONG)) findings.add("left behind: " + left);
        System.out.println("longest wait: " + longest + ", limit " + HangWatch.LIMIT.toMillis() + " ms");
        System.out.println(findings.count() == 0 ? "nothing lost, nothing left" : findings.count() + " things WRONG");
        System.out.println("again: " + options.replay());
        return findings.count() == 0 ? HELD : BROKE;
    }
}
