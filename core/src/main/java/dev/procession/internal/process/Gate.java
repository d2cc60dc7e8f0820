package dev.procession.internal.process;

import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.PipeEnds;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds a program back until its parent has done to it what must be done from outside: hung its group on the parent's FIFO, set
 * its CPUs and limits. A shell waits for one line and then becomes the program; if the parent dies before, the shell ends.
 *
 * @param reading what the shell waits for
 * @param writing by which it is told
 */
record Gate(int reading, int writing) {
    private static final String BECOME = "exec \"$0\" \"$@\"";
    private static final String BECOME_BY_ENV = "exec /usr/bin/env \"$0\" \"$@\"";

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

    /** What a shell takes for itself instead of handing it on. */
    private static final Set<String> OF_THE_SHELL = Set.of(
            "IFS", "PWD", "OLDPWD", "SHLVL", "PPID", "OPTIND", "PS1", "PS2", "PS4", "ENV", "UID", "EUID", "SHELLOPTS");

    /** Makes a gate whose descriptors belong to the set. */
    static Gate make(OpenDescriptors owner) {
        PipeEnds ends = Descriptor.pipe(false);
        owner.add(ends.read());
        owner.add(ends.write());
        return new Gate(ends.read(), ends.write());
    }

    /**
     * The command that waits, and then becomes this one. Variables that a shell does not hand on go through {@code env}; for a
     * moment they stand in a command line then, where other users could read them.
     *
     * @param reading as what number the shell inherits what it waits for, 9 at most
     */
    static List<String> before(List<String> command, Map<String, String> environment, int reading) {
        var words = new ArrayList<String>();
        environment.forEach((name, value) -> {
            if (!isHandedOn(name)) words.add(name + "=" + value);
        });
        words.addAll(0, List.of("/bin/sh", "-c", await(reading) + (words.isEmpty() ? BECOME : BECOME_BY_ENV)));
        words.addAll(command);
        return words;
    }

    private static String await(int reading) {
        return "read -r go <&" + reading + " && exec " + reading + "<&- && unset PWD OLDPWD SHLVL && ";
    }

    private static boolean isHandedOn(String name) {
        return !OF_THE_SHELL.contains(name) && NAME.matcher(name).matches();
    }

    void open() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment line = arena.allocate(1);
            line.set(ValueLayout.JAVA_BYTE, 0, (byte) '\n');
            Descriptor.write(writing, line);
        } catch (OsException e) {
            // the shell has ended, somebody killed it: its status tells
        }
    }
}
