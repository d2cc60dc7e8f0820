package dev.procession.internal.process;

import dev.procession.process.ProcessInfo;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who this process is in the tree of its program, and the numbers of its children. */
public final class ThisProcess {
    private static final AtomicInteger CHILDREN = new AtomicInteger();

    private static volatile @Nullable ProcessInfo self;
    private static volatile @Nullable Birth birth;

    private ThisProcess() {}

    /** Called once as a child boots; what it means is worked out when somebody asks. */
    static void become(Birth who) {
        birth = who;
    }

    /** Called once as a detached process boots: it is the first one of its program. */
    static void becomeFirst(String name, long pid) {
        self = new ProcessInfo(name, pid, false);
    }

    /** This process. */
    public static ProcessInfo info() {
        ProcessInfo known = self;
        if (known == null) {
            Birth who = birth;
            long pid = ProcessHandle.current().pid();
            known = who == null ? new ProcessInfo("main", pid, false) : new ProcessInfo(who.name(), pid, who.daemon());
            self = known;
        }
        return known;
    }

    /** Who started it. */
    public static Optional<ProcessInfo> parent() {
        Birth who = birth;
        return who == null
                ? Optional.empty()
                : Optional.of(new ProcessInfo(who.parentName(), who.parentPid(), who.parentDaemon()));
    }

    /** The place in the tree of the next child: its number here, behind the numbers on the way to here. */
    public static String nextPath() {
        int number = CHILDREN.incrementAndGet();
        Birth who = birth;
        return who == null || who.path().isEmpty() ? Integer.toString(number) : who.path() + ":" + number;
    }
}
