package dev.procession.storm;

import dev.procession.ExitStatus;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessOptions;
import dev.procession.process.SupervisedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** One tree of processes, whose members all have its mark in their command lines. */
final class Tree {
    private static final int MOST_CODE = 256;
    private static final int MOST_MILLIS = 100;

    private final String mark;
    private final TreeCount kind;
    private final SupervisedProcess root;
    private final List<Long> below = new CopyOnWriteArrayList<>();
    private final Set<ExitStatus> statuses = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ending = new AtomicBoolean();

    private Tree(String mark, TreeCount kind, SplittableRandom random) {
        this.mark = mark;
        this.kind = kind;
        int code = random.nextInt(MOST_CODE);
        int millis = random.nextInt(MOST_MILLIS);
        this.root = switch (kind) {
            case COMMANDS -> CommandProcess.of(this::options, List.of(TreeWork.shell(mark)));
            case CHILDREN -> ChildProcess.of(this::options, TreeWork::rest);
            case PARENTS -> ChildProcess.of(this::options, () -> TreeWork.grow(0, mark));
            case GRANDPARENTS -> ChildProcess.of(this::options, () -> TreeWork.grow(1, mark));
            case BRIEF ->
                ChildProcess.of(this::options, () -> {
                    Thread.sleep(millis);
                    System.exit(code);
                });
            default -> throw new IllegalArgumentException(kind + " is no kind of tree");
        };
    }

    /** A tree that has not been started. */
    static Tree plant(String mark, SplittableRandom random) {
        TreeCount kind = switch (random.nextInt(10)) {
            case 0 -> TreeCount.COMMANDS;
            case 1, 2 -> TreeCount.CHILDREN;
            case 3, 4, 5 -> TreeCount.PARENTS;
            case 6, 7 -> TreeCount.GRANDPARENTS;
            default -> TreeCount.BRIEF;
        };
        return new Tree(mark, kind, random);
    }

    private ProcessOptions options(ProcessOptions defaults) {
        return defaults.withName(mark).withOutput(Output.lines((_, _, error, line) -> {
            if (!error && line.startsWith(TreeWork.PID)) note(line);
        }));
    }

    /** A program that was killed in the middle of a line leaves half of it. */
    private void note(String line) {
        String digits = line.substring(TreeWork.PID.length());
        if (!digits.isEmpty() && digits.chars().allMatch(Character::isDigit)) below.add(Long.parseLong(digits));
    }

    String mark() {
        return mark;
    }

    TreeCount kind() {
        return kind;
    }

    SupervisedProcess root() {
        return root;
    }

    /** How many JVMs it takes. */
    int weight() {
        return switch (kind) {
            case COMMANDS -> 0;
            case GRANDPARENTS -> 2;
            default -> 1;
        };
    }

    /** The pids of its members, as far as they are known: of the root, and of those that have told theirs. */
    List<Long> members() {
        var members = new ArrayList<>(below);
        if (root.isAlive()) members.add(root.pid());
        return members;
    }

    /** A thread has seen this status: all must see the same. */
    void saw(ExitStatus status, Findings findings) {
        statuses.add(status);
        if (statuses.size() > 1) findings.add(root + " ended in several ways: " + statuses);
    }

    /** Whether the caller is the one to end it. */
    boolean mayEnd() {
        return ending.compareAndSet(false, true);
    }
}
