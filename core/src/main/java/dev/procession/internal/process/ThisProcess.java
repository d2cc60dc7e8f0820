package dev.procession.internal.process;

import dev.procession.process.ProcessInfo;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who this process is in the tree of its program, and the numbers of its children. */
public final class ThisProcess {
    private static final AtomicInteger CHILDREN = new AtomicInteger();

    private static volatile @Nullable ProcessInfo self;
    private static volatile String path = "";
    private static volatile @Nullable ProcessInfo parent;

    private ThisProcess() {}

    /** Called once as a child boots. */
    static void become(Birth birth, long pid) {
        self = new ProcessInfo(birth.name(), pid, birth.daemon());
        path = birth.path();
        parent = new ProcessInfo(birth.parentName(), birth.parentPid(), birth.parentDaemon());
    }

    /** Called once as a detached process boots: it is the first one of its program. */
    static void becomeFirst(String name, long pid) {
        self = new ProcessInfo(name, pid, false);
    }

    /** This process. */
    public static ProcessInfo info() {
        ProcessInfo known = self;
        if (known == null) {
            known = new ProcessInfo("main", ProcessHandle.current().pid(), false);
            self = known;
        }
        return known;
    }

    /** Who started it. */
    public static Optional<ProcessInfo> parent() {
        return Optional.ofNullable(parent);
    }

    /** The place in the tree of the next child: its number here, behind the numbers on the way to here. */
    public static String nextPath() {
        int number = CHILDREN.incrementAndGet();
        return path.isEmpty() ? Integer.toString(number) : path + ":" + number;
    }
}
