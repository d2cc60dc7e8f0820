package dev.procession.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small program, started for one test, with its output in a pipe; killed and reaped at the end of the test. */
final class Child implements AutoCloseable {
    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");

    private final int pid;
    private final int pidfd;
    private final PipeEnds output;

    private Child(SpawnRequest request, PipeEnds output) {
        try {
            pid = Spawn.start(request);
        } catch (RuntimeException e) {
            Descriptor.close(output.read());
            throw e;
        } finally {
            Descriptor.close(output.write());
        }
        this.output = output;
        pidfd = Pidfd.open(pid); // ours, and nobody else reaps: it cannot be another's
    }

    static Child shell(String script) {
        return run(ENVIRONMENT, null, false, List.of("/bin/sh", "-c", script));
    }

    static Child run(
            Map<String, String> environment, @Nullable Path directory, boolean ownGroup, List<String> command) {
        PipeEnds output = Descriptor.pipe(false);
        return new Child(
                new SpawnRequest(
                        command,
                        environment,
                        directory,
                        SpawnRequest.NULL_DEVICE,
                        output.write(),
                        SpawnRequest.NULL_DEVICE,
                        List.of(),
                        ownGroup ? SpawnRequest.Place.OWN_GROUP : SpawnRequest.Place.SAME_GROUP),
                output);
    }

    int pid() {
        return pid;
    }

    int pidfd() {
        return pidfd;
    }

    /** The next line it prints. */
    String line() {
        return text(true);
    }

    /** All it prints until the last holder of its output is gone. */
    String output() {
        return text(false);
    }

    private String text(boolean oneLine) {
        StringBuilder text = new StringBuilder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            while (Descriptor.read(output.read(), one) != Descriptor.END_OF_FILE) {
                char c = (char) one.get(ValueLayout.JAVA_BYTE, 0);
                if (oneLine && c == '\n') {
                    break;
                }
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Waits for its end and reaps it. */
    RawExit reap() {
        RawExit exit = Pidfd.waitFor(pidfd, false, true);
        if (exit == null) {
            throw new AssertionError("waited for its end and it had none");
        }
        return exit;
    }

    /** Makes bytes native, for a test that writes. */
    static MemorySegment bytes(Arena arena, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        MemorySegment segment = arena.allocate(bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    @Override
    public void close() {
        try {
            if (Pidfd.sendSignal(pidfd, Signals.SIGKILL)) {
                reap();
            }
        } finally {
            Descriptor.close(pidfd);
            Descriptor.close(output.read());
        }
    }
}
