package dev.procession.os;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells about processes in {@code /proc}. A process that vanishes meanwhile is one that is not there.
 */
public final class ProcFs {
    /** Result for a process that is not there. */
    public static final long GONE = -1L;

    // One read gives the whole file. Behind a long list of groups, what is needed of status may stand far down.
    private static final long BUFFER_BYTES = 64 * 1024;
    private static final long BYTES_PER_KIB = 1024;

    // Fields of stat, counted from the one behind the name: state 0, parent 1, group 2, ..., start 19
    private static final int PARENT_FIELD = 1;
    private static final int GROUP_FIELD = 2;
    private static final int START_FIELD = 19;

    private ProcFs() {}

    /**
     * {@return the state, parent, group and start of a process, or null if it is not there}
     *
     * @param pid the process
     */
    public static @Nullable ProcessStat stat(int pid) {
        String text = read(pid, "stat");
        return text == null ? null : parse(pid, text);
    }

    /**
     * {@return when a process started, in clock ticks since boot, or {@link #GONE}}
     *
     * @param pid the process
     */
    public static long startTicks(int pid) {
        ProcessStat stat = stat(pid);
        return stat == null ? GONE : stat.startTicks();
    }

    /**
     * {@return how much private memory a process has resident, 0 for a zombie, or {@link #GONE}}
     *
     * @param pid the process
     */
    public static long rssAnonBytes(int pid) {
        String text = read(pid, "status");
        if (text == null) {
            return GONE;
        }
        String label = "\nRssAnon:";
        int at = text.indexOf(label);
        if (at < 0) {
            return 0;
        }
        at += label.length();
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return number(text, at) * BYTES_PER_KIB;
    }

    /**
     * The children of a process, their children and so on, zombies included, parents before their children.
     *
     * <p>One walk through {@code /proc}, not a photograph: who wants all of a tree that still grows stops what it finds
     * and looks again. A descendant whose parent has ended belongs to another parent and is not found.
     *
     * @param pid the process
     * @return all that were found
     */
    public static List<ProcessStat> descendants(int pid) {
        return descendants(pid, everybody());
    }

    /**
     * The descendants of a process among these.
     *
     * @param pid the process
     * @param all what {@link #everybody} gave
     * @return those below it
     */
    public static List<ProcessStat> descendants(int pid, List<ProcessStat> all) {
        List<ProcessStat> others = new ArrayList<>(all);
        List<ProcessStat> found = new ArrayList<>();
        collectChildren(pid, others, found);
        for (int i = 0; i < found.size(); i++) { // found grows while it is walked
            collectChildren(found.get(i).pid(), others, found);
        }
        return found;
    }

    /** Moves each child from one list to the other, so that no loop in what was read can be followed twice. */
    private static void collectChildren(int parent, List<ProcessStat> others, List<ProcessStat> found) {
        for (int i = others.size() - 1; i >= 0; i--) {
            ProcessStat other = others.get(i);
            if (other.parentPid() == parent && other.pid() != parent) {
                found.add(other);
                others.remove(i);
            }
        }
    }

    /** {@return all processes that can be seen, zombies included} */
    public static List<ProcessStat> everybody() {
        List<ProcessStat> all = new ArrayList<>();
        String[] names = new File("/proc").list();
        if (names != null) {
            for (String name : names) {
                if (isNumber(name)) {
                    ProcessStat stat = stat(Integer.parseInt(name));
                    if (stat != null) {
                        all.add(stat);
                    }
                }
            }
        }
        return all;
    }

    private static boolean isNumber(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The name of a program may contain spaces, parentheses and line ends: the last parenthesis closes it. */
    static @Nullable ProcessStat parse(int pid, String text) {
        int at = text.lastIndexOf(')') + 2;
        if (at < 2 || at >= text.length()) {
            return null;
        }
        char state = text.charAt(at);
        int parent = 0;
        int group = 0;
        for (int field = 0; at > 0 && at < text.length(); field++) {
            if (field == PARENT_FIELD) {
                parent = (int) number(text, at);
            } else if (field == GROUP_FIELD) {
                group = (int) number(text, at);
            } else if (field == START_FIELD) {
                return new ProcessStat(pid, state, parent, group, number(text, at));
            }
            at = text.indexOf(' ', at) + 1;
        }
        return null;
    }

    private static long number(String text, int start) {
        long value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                break;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static @Nullable String read(int pid, String file) {
        String path = "/proc/" + pid + "/" + file;
        long opened = Descriptor.open(path, Descriptor.O_RDONLY, 0);
        if (opened == -Errno.ENOENT || opened == -Errno.ESRCH) {
            return null;
        }
        if (opened < 0) {
            throw new OsException((int) -opened, "open", "'" + path + "'");
        }
        int descriptor = (int) opened;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES);
            long length = Descriptor.read(descriptor, buffer);
            byte[] bytes = new byte[(int) Math.max(length, 0)];
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
            return bytes.length == 0 ? null : new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (OsException e) {
            if (e.errno() == Errno.ESRCH) { // it ended between opening and reading
                return null;
            }
            throw e;
        } finally {
            Descriptor.close(descriptor);
        }
    }
}
