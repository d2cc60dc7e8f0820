package dev.procession.internal.process;

import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.os.Signals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out why a child ended, from evidence alone. The order is that of its weight: what this program did itself, the JVM's
 * error file, the kernel's counters, the child's shutdown hook, the bare status.
 *
 * @param status how, by the kernel, and by its own last words where the kernel kept less
 * @param cause why
 * @param evidence the facts it rests on
 */
public record Autopsy(ExitStatus status, LossCause cause, List<String> evidence) {

    /** Examines a child that has ended; takes its error file away. */
    static Autopsy of(Child child, LastWords words, Path folder, Path crashDirectory) {
        ExitStatus kept = child.status().orElseThrow(() -> new IllegalStateException(child + " has not ended"));
        var evidence = new ArrayList<String>();
        evidence.add("the kernel's status: " + kept);
        ExitStatus status = inFull(kept, words);
        Optional<LossCause.NativeCrash> crash = ErrorFile.take(ErrorFile.in(folder, child.pid()), crashDirectory);
        Optional<LossCause> own = child.killedFor();
        boolean ownKill = status instanceof ExitStatus.Signaled signaled && signaled.signal() == Signals.SIGKILL;
        if (own.isPresent() && ownKill) {
            evidence.add("this program's record: it sent SIGKILL");
            return new Autopsy(status, own.get(), evidence);
        }
        if (crash.isPresent()) {
            evidence.add("the JVM's error file: " + crash.get().errorFile());
            return new Autopsy(status, crash.get(), evidence);
        }
        return new Autopsy(status, fromStatus(status, child, words, evidence), evidence);
    }

    /** A number that the child wrote is believed only if it agrees with what the kernel kept of it. */
    private static ExitStatus inFull(ExitStatus kept, LastWords words) {
        int number = words.exitNumber();
        boolean more = kept instanceof ExitStatus.Exited(int code) && number != code && (number & 0xFF) == code;
        return more ? new ExitStatus.OutOfRange(number, number & 0xFF) : kept;
    }

    /** Examines a program that is none of ours: why it ended, unless by itself. */
    static Optional<LossCause> ofCommand(Child child, ExitStatus status, List<String> evidence) {
        evidence.add("the kernel's status: " + status);
        if (!(status instanceof ExitStatus.Signaled signaled)) return Optional.empty();
        Optional<LossCause> own = child.killedFor();
        if (own.isPresent() && signaled.signal() == Signals.SIGKILL) {
            evidence.add("this program's record: it sent SIGKILL");
            return own;
        }
        return Optional.of(signaled(signaled, child, evidence));
    }

    private static LossCause fromStatus(ExitStatus status, Child child, LastWords words, List<String> evidence) {
        return switch (status) {
            case ExitStatus.Signaled signaled -> signaled(signaled, child, evidence);
            case ExitStatus.Exited(int code) -> exited(code, words, evidence);
            case ExitStatus.OutOfRange(int requested, int _) -> {
                evidence.add("the number that it gave to exit, as its C library wrote it: " + requested);
                yield exited(requested, words, evidence);
            }
            case ExitStatus.Unknown(String reason) -> new LossCause.Undetermined(reason);
        };
    }

    private static LossCause signaled(ExitStatus.Signaled status, Child child, List<String> evidence) {
        if (status.signal() == Signals.SIGKILL) {
            long kills = child.oomKills();
            if (kills > 0) {
                evidence.add("the control group's oom_kill counter moved by " + kills);
                return child.outOfMemory();
            }
            evidence.add("no oom_kill counter moved");
        }
        evidence.add("this program has no record of sending it");
        return new LossCause.Signaled(status.signal(), status.name());
    }

    private static LossCause exited(int code, LastWords words, List<String> evidence) {
        int mark = words.endMark();
        if (mark == EndMark.EXIT_CALLED) {
            evidence.add("its shutdown hook found a thread inside System.exit");
            return new LossCause.Exited(code, words.caller());
        }
        if (mark == EndMark.SIGNALLED) {
            String name = words.caller().orElse("a signal");
            evidence.add("its shutdown hook found the JVM's handler of " + name + " at work");
            return new LossCause.Signaled(code - 128, name);
        }
        if (mark == EndMark.LOOP_FAILED && code == ChildRole.LOOP_FAILED) {
            evidence.add("its own note: it could not go on taking tasks");
            return new LossCause.Undetermined("the worker itself failed before the task began: "
                    + words.caller().orElse("no details"));
        }
        if (mark == EndMark.LOOP_FAILED) {
            evidence.add(
                    "its own note, of what it could not send: " + words.caller().orElse("no details"));
            return new LossCause.Exited(code, Optional.empty());
        }
        evidence.add(
                switch (mark) {
                    case EndMark.ORDERLY -> "it was asked to end in order";
                    case EndMark.MAIN_ENDED -> "its last non-daemon thread had ended";
                    default -> "no last word came from its shutdown hooks";
                });
        return new LossCause.Exited(code, Optional.empty());
    }
}
