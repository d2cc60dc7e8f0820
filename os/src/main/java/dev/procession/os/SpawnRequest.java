package dev.procession.os;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Spawn} shall start.
 *
 * @param command the program, found through this process's PATH unless it contains a slash, and its arguments; no shell
 *     reads them. A program with a relative path is looked for in {@code directory}
 * @param environment all variables of the child, which inherits none
 * @param directory where it starts, or null for this process's working directory
 * @param stdin the descriptor that becomes its 0, or {@link #NULL_DEVICE}
 * @param stdout the descriptor that becomes its 1, or {@link #NULL_DEVICE}
 * @param stderr the descriptor that becomes its 2, or {@link #NULL_DEVICE}
 * @param passed descriptors that become its 3, 4 and so on
 * @param place in which group or session it starts
 */
public record SpawnRequest(
        List<String> command,
        Map<String, String> environment,
        @Nullable Path directory,
        int stdin,
        int stdout,
        int stderr,
        List<Integer> passed,
        Place place) {
    /** Where a child stands among groups and sessions, from its first instruction on. */
    public enum Place {
        /** In the group of this process. */
        SAME_GROUP,
        /** The leader of a group of its own, in the session of this process. */
        OWN_GROUP,
        /** The leader of a session of its own, with no terminal. */
        OWN_SESSION
    }

    /** In place of a descriptor: {@code /dev/null}. */
    public static final int NULL_DEVICE = -1;

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the command is empty, or if the kernel would understand a string otherwise
     *     than it is meant: one with NUL in it, a variable with no name or a name with an equals sign
     */
    public SpawnRequest {
        command = List.copyOf(command);
        passed = List.copyOf(passed);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment)); // copyOf would forget the order
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new IllegalArgumentException("A command needs at least the name of a program: " + command);
        }
        for (String argument : command) {
            CString.bytes(argument);
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("Not a name for an environment variable: '" + name + "'");
            }
            InheritedEnvironment.bytes(name, variable.getValue());
        }
        if (passed.stream().anyMatch(d -> d < 0)) {
            throw new IllegalArgumentException("Not descriptors to be passed: " + passed);
        }
        if (stdin < NULL_DEVICE || stdout < NULL_DEVICE || stderr < NULL_DEVICE) {
            throw new IllegalArgumentException(
                    "Not descriptors: stdin " + stdin + ", stdout " + stdout + ", stderr " + stderr);
        }
    }

    /** For people: without the environment, which may hold secrets. */
    @Override
    public String toString() {
        return "SpawnRequest[" + command + (directory == null ? "" : " in " + directory) + "]";
    }
}
