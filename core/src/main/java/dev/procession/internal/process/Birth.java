package dev.procession.internal.process;

import dev.procession.process.ProcessInfo;
import java.util.List;

/**
 * Who a child is to be, as words of its command line.
 *
 * @param name its name
 * @param path its place in the tree, such as {@code 1:2}; empty for what has no number there
 * @param daemon whether it ends with its program
 * @param parentName the name of who starts it
 * @param parentPid its number
 * @param parentDaemon whether that is a daemon
 */
public record Birth(String name, String path, boolean daemon, String parentName, long parentPid, boolean parentDaemon) {
    private static final String DAEMON = "daemon";
    private static final String STAYS = "-";

    /** Of a child of this process. */
    public static Birth here(String name, String path, boolean daemon) {
        ProcessInfo self = ThisProcess.info();
        return new Birth(name, path, daemon, self.name(), self.pid(), self.daemon());
    }

    List<String> words() {
        return List.of(
                name,
                path.isEmpty() ? STAYS : path,
                daemon ? DAEMON : STAYS,
                parentName,
                Long.toString(parentPid),
                parentDaemon ? DAEMON : STAYS);
    }

    /** Reads {@link #words} from a place in the arguments of a child. */
    static Birth parse(String[] args, int at) {
        return new Birth(
                args[at],
                args[at + 1].equals(STAYS) ? "" : args[at + 1],
                args[at + 2].equals(DAEMON),
                args[at + 3],
                Long.parseLong(args[at + 4]),
                args[at + 5].equals(DAEMON));
    }
}
