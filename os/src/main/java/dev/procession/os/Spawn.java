package dev.procession.os;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starting programs by {@code posix_spawn}, which says in the caller whether the program could be started.
 *
 * <p>The child starts with the handling of signals that programs expect, whatever this JVM has done to its own: nothing
 * blocked; SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM and SIGCHLD as by default. It has the descriptors of the request and
 * no others: the C library closes them (glibc 2.34 or newer), and where it cannot, those are closed that were open just before;
 * O_CLOEXEC, which every descriptor of the JDK and of this package has, covers the moment between.
 */
public final class Spawn {
    private static final int FIRST_OTHER = 3;
    private static final int[] DEFAULT_SIGNALS = {
        Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGPIPE, Signals.SIGTERM, Signals.SIGCHLD
    };

    private static final int SETPGROUP = 0x02;
    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;
    private static final int SIGSET_BYTES = 128;
    // glibc and musl need 80 and 336 bytes for their objects; they may grow, and room costs nothing here.
    private static final int OPAQUE_BYTES = 1024;
    private static final String NULL_PATH = "/dev/null";

    private Spawn() {}

    /**
     * Starts a program. It becomes a child of this process, to be reaped through {@link Pidfd#waitFor}.
     *
     * <p>The descriptors of the request stay open here. The calling thread waits until the program runs or is refused.
     *
     * @param request what to start
     * @return the pid
     * @throws OsException if the program, the directory or a descriptor is not there, or there may be no more processes
     */
    public static int start(SpawnRequest request) {
        return start(request, SpawnCalls.ADD_CLOSE_FROM.isPresent());
    }

    /** Does so, with or without the C library's way to close from a number on. */
    static int start(SpawnRequest request, boolean closesFrom) {
        int[] sources = new int[FIRST_OTHER + request.passed().size()];
        sources[0] = request.stdin();
        sources[1] = request.stdout();
        sources[2] = request.stderr();
        for (int i = FIRST_OTHER; i < sources.length; i++) {
            sources[i] = request.passed().get(i - FIRST_OTHER);
        }
        int[] copies = new int[sources.length];
        int copied = 0;
        try (Arena arena = Arena.ofConfined()) {
            // A source among the targets could be overwritten before its turn: swapping 1 and 2, for example. And a
            // source
            // that is its own target would keep its O_CLOEXEC.
            for (int target = 0; target < sources.length; target++) {
                if (sources[target] >= 0 && sources[target] < sources.length) {
                    sources[target] = Descriptor.duplicate(sources[target], sources.length);
                    copies[copied++] = sources[target];
                }
            }
            return spawn(arena, request, sources, closesFrom);
        } finally {
            for (int i = 0; i < copied; i++) {
                Descriptor.close(copies[i]);
            }
        }
    }

    private static int spawn(Arena arena, SpawnRequest request, int[] sources, boolean closesFrom) {
        MemorySegment attributes = arena.allocate(OPAQUE_BYTES, Long.BYTES);
        MemorySegment actions = arena.allocate(OPAQUE_BYTES, Long.BYTES);
        check(SpawnCalls.ATTRIBUTES_INIT.call(attributes), request);
        try {
            check(SpawnCalls.ACTIONS_INIT.call(actions), request);
            try {
                fillAttributes(arena, attributes, request);
                fillActions(arena, actions, request, sources, closesFrom);
                String program = request.command().getFirst();
                MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
                check(
                        SpawnCalls.SPAWN.call(
                                pid,
                                CString.allocate(arena, program).address(),
                                actions.address(),
                                attributes.address(),
                                arguments(arena, request.command()).address(),
                                environment(arena, request.environment()).address()),
                        request);
                return pid.get(ValueLayout.JAVA_INT, 0);
            } finally {
                SpawnCalls.ACTIONS_DESTROY.call(actions);
            }
        } finally {
            SpawnCalls.ATTRIBUTES_DESTROY.call(attributes);
        }
    }

    private static void fillAttributes(Arena arena, MemorySegment attributes, SpawnRequest request) {
        int place = switch (request.place()) {
            case SAME_GROUP -> 0;
            case OWN_GROUP -> SETPGROUP;
            case OWN_SESSION -> SETSID;
        };
        int flags = SETSIGDEF | SETSIGMASK | place;
        check(SpawnCalls.SET_FLAGS.call(attributes, flags), request);
        check(SpawnCalls.SET_GROUP.call(attributes, 0), request); // 0: a group named after the child
        MemorySegment none = arena.allocate(SIGSET_BYTES, Long.BYTES);
        check(SpawnCalls.SET_MASK.call(attributes, none.address()), request);
        MemorySegment defaults = arena.allocate(SIGSET_BYTES, Long.BYTES);
        long bits = 0;
        for (int signal : DEFAULT_SIGNALS) {
            bits |= 1L << (signal - 1);
        }
        defaults.set(ValueLayout.JAVA_LONG, 0, bits);
        check(SpawnCalls.SET_DEFAULTS.call(attributes, defaults.address()), request);
    }

    /** In this order: descriptors, of which none is overwritten before its turn, then the directory, then the rest. */
    private static void fillActions(
            Arena arena, MemorySegment actions, SpawnRequest request, int[] sources, boolean closesFrom) {
        MemorySegment nowhere = CString.allocate(arena, NULL_PATH);
        for (int target = 0; target < sources.length; target++) {
            if (sources[target] >= 0) {
                check(SpawnCalls.ADD_DUP2.call(actions, sources[target], target), request);
            } else {
                int mode = target == 0 ? Descriptor.O_RDONLY : Descriptor.O_WRONLY;
                check(SpawnCalls.ADD_OPEN.call(actions, target, nowhere.address(), mode), request);
            }
        }
        Path directory = request.directory();
        if (directory != null) {
            MemorySegment name = CString.allocate(arena, directory.toString());
            check(SpawnCalls.ADD_CHDIR.call(actions, name.address()), request);
        }
        if (closesFrom) {
            check(SpawnCalls.ADD_CLOSE_FROM.call(actions, sources.length), request);
        } else {
            closeEach(actions, sources.length, request);
        }
    }

    /** For a C library that cannot close from a number on: closes what is open now. */
    private static void closeEach(MemorySegment actions, int from, SpawnRequest request) {
        String[] open = new File("/proc/self/fd").list();
        if (open == null) {
            return;
        }
        for (String number : open) {
            int descriptor = Integer.parseInt(number);
            if (descriptor >= from) {
                check(SpawnCalls.ADD_CLOSE.call(actions, descriptor), request);
            }
        }
    }

    private static MemorySegment arguments(Arena arena, List<String> command) {
        MemorySegment array = arena.allocate((command.size() + 1L) * Long.BYTES, Long.BYTES); // the last stays NULL
        long at = 0;
        for (String argument : command) {
            array.set(
                    ValueLayout.JAVA_LONG, at, CString.allocate(arena, argument).address());
            at += Long.BYTES;
        }
        return array;
    }

    private static MemorySegment environment(Arena arena, Map<String, String> variables) {
        MemorySegment array = arena.allocate((variables.size() + 1L) * Long.BYTES, Long.BYTES);
        long at = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            byte[] bytes = InheritedEnvironment.bytes(variable.getKey(), variable.getValue());
            MemorySegment entry = CString.allocate(arena, bytes);
            array.set(ValueLayout.JAVA_LONG, at, entry.address());
            at += Long.BYTES;
        }
        return array;
    }

    /** These functions give their error as result and leave errno alone. */
    private static void check(int error, SpawnRequest request) {
        if (error != 0) {
            Path directory = request.directory();
            String place = directory == null ? "" : " in directory '" + directory + "'";
            throw new OsException(error, "posix_spawn", "'" + request.command().getFirst() + "'" + place);
        }
    }
}
