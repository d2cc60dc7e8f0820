package dev.procession.storm;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.ProcessReport;
import dev.procession.process.Sentinel;
import dev.procession.process.SupervisedProcess;
import dev.procession.process.Waiter;
import dev.procession.testkit.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread of the third storm: takes random steps with random trees until it is over, then helps to end what is left. */
final class TreeActor implements Runnable {
    private static final int MOST_PAUSE_MILLIS = 20;
    private static final int MOST_GRACE_MILLIS = 300;
    private static final int MOST_JOIN_MILLIS = 50;
    private static final int MOST_WAIT_MILLIS = 100;

    private final TreeStorm storm;
    private final SplittableRandom random;

    TreeActor(TreeStorm storm, SplittableRandom random) {
        this.storm = storm;
        this.random = random;
    }

    @Override
    public void run() {
        try {
            while (storm.goesOn()) {
                step();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
            }
            for (int slot = 0; slot < storm.slots().length(); slot++) {
                Tree rest = storm.slots().getAndSet(slot, null);
                if (rest != null) end(rest);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            storm.findings().add("a thread gave up", e);
        }
    }

    private void step() throws InterruptedException {
        int slot = random.nextInt(storm.slots().length());
        Tree tree = storm.slots().get(slot);
        if (tree == null) {
            start(slot);
            return;
        }
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                if (storm.slots().compareAndSet(slot, tree, null)) end(tree);
            }
            case 2, 3 -> killOne(tree);
            case 4 -> use(tree, TreeCount.TERMINATED, root -> root.terminate(grace()));
            case 5 -> use(tree, TreeCount.KILL, SupervisedProcess::kill);
            case 6 -> use(tree, TreeCount.INTERRUPTED, SupervisedProcess::interrupt);
            case 7 -> awaitAll();
            default -> join(tree);
        }
    }

    private Duration grace() {
        return Duration.ofMillis(random.nextInt(MOST_GRACE_MILLIS));
    }

    private void start(int slot) throws InterruptedException {
        Tree tree = Tree.plant(storm.nextMark(), random);
        if (!storm.jvms().tryAcquire(tree.weight(), MOST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) return;
        boolean standing = false;
        try (var _ = storm.watch().step("start of " + tree.root())) {
            tree.root().start();
            standing = true;
        } finally {
            if (!standing) storm.jvms().release(tree.weight());
        }
        storm.started(tree);
        if (!storm.slots().compareAndSet(slot, null, tree)) end(tree); // somebody was faster
    }

    /** SIGKILL by somebody else, for whom a pid may have ended a moment ago; the pid of a tree is not used again so soon. */
    private void killOne(Tree tree) {
        List<Long> members = tree.members();
        if (members.isEmpty()) return;
        long pid = members.get(random.nextInt(members.size()));
        if (!Processes.commandLine(pid).contains(tree.mark())) return;
        Processes.kill(pid);
        storm.counts().count(pid == tree.root().pid() ? TreeCount.KILLED_ROOT : TreeCount.KILLED_BELOW);
    }

    /** A call of one thread, while another may close the process. */
    private interface Use {
        void of(SupervisedProcess root) throws InterruptedException;
    }

    private void use(Tree tree, TreeCount what, Use use) throws InterruptedException {
        try (var _ = storm.watch().step(what + " of " + tree.root())) {
            use.of(tree.root());
            storm.counts().count(what);
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains("closed"))
                storm.findings().add(what + " of " + tree.root(), e);
        }
    }

    private void join(Tree tree) throws InterruptedException {
        use(tree, TreeCount.JOINED, root -> {
            if (!root.join(Duration.ofMillis(random.nextInt(MOST_JOIN_MILLIS)))) return;
            tree.saw(root.join(), storm.findings());
        });
    }

    private void awaitAll() throws InterruptedException {
        var sentinels = new ArrayList<Sentinel>();
        for (int i = 0; i < storm.slots().length(); i++) {
            Sentinel sentinel = sentinel(storm.slots().get(i));
            if (sentinel != null) sentinels.add(sentinel);
        }
        try (var _ = storm.watch().step("Waiter.await")) {
            for (Sentinel ready : Waiter.await(sentinels, Duration.ofMillis(random.nextInt(MOST_JOIN_MILLIS)))) {
                if (ready.process().isAlive()) storm.findings().add(ready + " is ready, and its process alive");
            }
        }
        storm.counts().count(TreeCount.AWAITED);
    }

    private static @Nullable Sentinel sentinel(@Nullable Tree tree) {
        try {
            return tree == null ? null : tree.root().sentinel();
        } catch (IllegalStateException e) {
            return null; // closed meanwhile
        }
    }

    /** Ends a tree, and sees to it that nothing of it is left. */
    private void end(Tree tree) throws InterruptedException {
        if (!tree.mayEnd()) return;
        try (var _ = storm.watch().step("close of " + tree.root())) {
            if (random.nextBoolean()) tree.root().terminate(grace());
            tree.root().close();
        }
        try (var _ = storm.watch().step("the end of all below " + tree.root())) {
            while (storm.isLeft(tree.mark())) TimeUnit.MILLISECONDS.sleep(5);
        }
        storm.jvms().release(tree.weight());
        ProcessReport report = tree.root().report().orElseThrow();
        tree.saw(report.status(), storm.findings());
        storm.counts().count(TreeCount.ENDED);
        storm.counts().count(how(report));
    }

    private static TreeCount how(ProcessReport report) {
        if (report.status() instanceof ExitStatus.Signaled signaled && signaled.signal() == 9) {
            return TreeCount.ENDED_KILLED;
        }
        boolean asked =
                report.cause().filter(c -> c instanceof LossCause.Terminated).isPresent();
        return asked ? TreeCount.ENDED_IN_ORDER : TreeCount.ENDED_BY_THEMSELVES;
    }
}
