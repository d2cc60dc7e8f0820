package dev.procession.benchmarks.ring;

import java.nio.file.Path;

/** The far side as a JVM of its own, for the rivals that do not start theirs in another way. */
final class PongMain {
    private PongMain() {}

    /** Serves until told to stop: kind, folder. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        try (Wire wire = switch (RingRival.Kind.valueOf(args[0])) {
            case AERON -> AeronWire.far(folder);
            case SOCKET -> SocketWire.far(folder);
            case MEMORY -> WordWire.far(folder);
            case PROCESSION, THREADS -> throw new IllegalArgumentException(args[0]);
        }) {
            new Pong(wire).serve();
        }
    }
}
