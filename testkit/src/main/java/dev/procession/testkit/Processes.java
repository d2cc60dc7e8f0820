package dev.procession.testkit;

import dev.procession.os.ProcFs;
import dev.procession.os.ProcessStat;
import dev.procession.os.Self;
import dev.procession.os.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Looks at processes, and kills them, by number: what happens behind the back of the library under test. */
public final class Processes {
    private static final String NO_WORDS = "no command line";

    /** Of the kernel's {@code sched.h}. */
    private static final int PF_EXITING = 4;

    private Processes() {}

    /**
     * Sends a signal, as somebody outside would.
     *
     * @param pid the process
     * @param signal the number of the signal, such as 9
     * @return false if there is no such process
     */
    public static boolean signal(long pid, int signal) {
        return Signals.kill(Math.toIntExact(pid), signal);
    }

    /**
     * Stops a process with {@code SIGSTOP}, and waits until all its threads stand still: the signal reaches those on other
     * processors a moment later.
     *
     * @param pid the process
     * @throws InterruptedException if the thread is interrupted
     */
    public static void stop(long pid) throws InterruptedException {
        signal(pid, Signals.SIGSTOP);
        Eventually.holds("process " + pid + " stands still", () -> {
            String[] threads = new File("/proc/" + pid + "/task").list();
            return threads != null && Stream.of(threads).allMatch(thread -> isStopped(pid, thread));
        });
    }

    private static boolean isStopped(long pid, String thread) {
        try {
            String stat = statOf(pid, thread);
            return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
        } catch (IOException e) {
            return true; // it has ended
        }
    }

    /**
     * Kills a process with {@code SIGKILL}.
     *
     * @param pid the process
     * @return false if there is no such process
     */
    public static boolean kill(long pid) {
        return signal(pid, Signals.SIGKILL);
    }

    /**
     * Kills processes with {@code SIGKILL}, unless their numbers have gone to others.
     *
     * @param found what was seen before
     */
    public static void kill(Collection<Sighting> found) {
        for (Sighting process : found) if (isRunning(process)) kill(process.pid());
    }

    /**
     * Kills a child of this JVM with {@code SIGKILL}, and nobody else: a number that was read a while ago may be another's.
     *
     * @param pid the child
     * @return false if this JVM has no such child, or it has ended
     */
    public static boolean killChild(long pid) {
        ProcessStat now = ProcFs.stat(Math.toIntExact(pid));
        return now != null && now.parentPid() == Self.pid() && !now.hasEnded() && kill(pid);
    }

    /**
     * Tells whether a process runs; one that ended and was not reaped does not. A first thread that has ended is not all of a
     * process: until the others have too, it holds its locks and its memory.
     *
     * @param pid the process
     * @return true if it runs
     */
    public static boolean isRunning(long pid) {
        ProcessStat now = ProcFs.stat(Math.toIntExact(pid));
        return now != null && (!now.hasEnded() || threads(pid) > 1);
    }

    private static int threads(long pid) {
        String[] found = new File("/proc/" + pid + "/task").list();
        return found == null ? 0 : found.length;
    }

    /**
     * Tells whether a process has not let go of its files and the locks on them: a thread of it has not begun to exit. What is killed is
     * seen to run for a moment after that, when others have its locks already.
     *
     * @param pid the process
     * @return true if it has all of its files
     */
    public static boolean hasItsFiles(long pid) {
        String[] threads = new File("/proc/" + pid + "/task").list();
        return threads != null && Stream.of(threads).anyMatch(thread -> !isExiting(pid, thread));
    }

    /** By its flags, the ninth field; of which the command, in parentheses, is the second. */
    private static boolean isExiting(long pid, String thread) {
        try {
            String stat = statOf(pid, thread);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[9 - 3]) & PF_EXITING) != 0;
        } catch (IOException e) {
            return true; // it has ended
        }
    }

    private static String statOf(long pid, String thread) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/task/" + thread + "/stat"), StandardCharsets.ISO_8859_1);
    }

    /**
     * Tells whether a process is just becoming another program: for a moment it has no command line then, and nobody can say
     * what it will be.
     *
     * @param pid the process
     * @return true if it runs and has no words
     */
    public static boolean isBetweenPrograms(long pid) {
        return commandLine(pid).equals(NO_WORDS) && isRunning(pid) && !isOfTheKernel(pid);
    }

    private static boolean isOfTheKernel(long pid) {
        try {
            Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe"));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Tells whether the very process that was seen before runs still, or a thread of it.
     *
     * @param seen what was seen
     * @return false if it has ended, also if its number has gone to another
     */
    public static boolean isRunning(Sighting seen) {
        ProcessStat now = ProcFs.stat(seen.pid());
        return now != null && now.startTicks() == seen.startTicks() && (!now.hasEnded() || threads(seen.pid()) > 1);
    }

    /**
     * Returns the children of a process, their children and so on, without those that have ended.
     *
     * @param pid the process
     * @return those that were found, parents first
     */
    public static List<Sighting> descendants(long pid) {
        return ProcFs.descendants(Math.toIntExact(pid)).stream()
                .filter(p -> !p.hasEnded())
                .map(p -> new Sighting(p.pid(), p.startTicks()))
                .toList();
    }

    /**
     * Returns the command line of a process.
     *
     * @param pid the process
     * @return its words, or a remark if they cannot be read
     */
    public static String commandLine(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? NO_WORDS : text.replace('\0', ' ').strip();
        } catch (IOException e) {
            return "gone";
        }
    }

    /**
     * Tells whether a process is a JVM, by the name of its program.
     *
     * @param pid the process
     * @return true if it runs a program named {@code java}
     */
    static boolean isJvm(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).endsWith("java");
        } catch (IOException e) {
            return false;
        }
    }
}
