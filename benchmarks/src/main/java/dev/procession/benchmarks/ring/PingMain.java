package dev.procession.benchmarks.ring;

import dev.procession.benchmarks.Effort;
import dev.procession.benchmarks.Json;
import dev.procession.benchmarks.Program;
import dev.procession.benchmarks.Row;
import dev.procession.benchmarks.ring.RingRival.Kind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The near side as a JVM of its own, pinned from its first instruction. Prints what it measures. */
final class PingMain {
    /** A bell that is asked to sleep sleeps. */
    static final String NO_SPIN = "procession.spin.nanos=0";

    private static final int MOST_COPIES = 20_000;

    private final Kind kind;
    private final boolean together;
    private final Cores cores;
    private final Effort effort;
    private final Path folder;

    private PingMain(String... args) {
        this.kind = Kind.valueOf(args[0]);
        this.together = Boolean.parseBoolean(args[1]);
        this.cores = new Cores(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        this.effort = new Effort(Double.parseDouble(args[4]), 1);
        this.folder = Path.of(args[5]);
    }

    /** Measures: kind, whether both are on one core, two cores, scale, folder. */
    public static void main(String[] args) throws Exception {
        new PingMain(args).measure();
        System.exit(0);
    }

    private void measure() throws Exception {
        try (Wire wire = open()) {
            Ping ping = new Ping(wire, effort);
            if (together) {
                tell(RingRows.ONE_CORE, ping.roundTripMicros());
            } else {
                apart(ping);
            }
            ping.stop();
        }
        if (kind == Kind.MEMORY && !together) tell(RingRows.BULK, copyBytesPerNano());
    }

    private void apart(Ping ping) throws Exception {
        tell(RingRows.TWO_CORES, ping.roundTripMicros());
        if (kind.spins()) {
            ping.spin(true);
            tell(RingRows.SPINNING, ping.roundTripMicros());
        }
        if (kind.queues()) {
            tell(RingRows.ONE_WAY, ping.bytesPerNano(Message.SMALL_BYTES) / Message.SMALL_BYTES * 1e9);
        }
        if (kind.copies()) tell(RingRows.BULK, ping.bytesPerNano(Message.LARGE_BYTES));
    }

    private Wire open() throws Exception {
        int far = together ? cores.first() : cores.second();
        return switch (kind) {
            case PROCESSION -> DuplexWire.toChild(far);
            case AERON -> AeronWire.near(folder, () -> startFarSide(far));
            case SOCKET -> SocketWire.near(folder, () -> startFarSide(far));
            case MEMORY -> WordWire.near(folder, () -> startFarSide(far));
            case THREADS -> {
                Cores.pinThisThread(cores.first());
                yield QueueWire.toThread(far);
            }
        };
    }

    private void startFarSide(int processor) throws IOException {
        List<String> command = new ArrayList<>(Cores.wrapper(Integer.toString(processor)));
        command.addAll(Program.java(kind.flags(), PongMain.class, List.of(kind.name(), folder.toString())));
        Process _ = new ProcessBuilder(command).inheritIO().start();
    }

    private double copyBytesPerNano() throws IOException {
        MemorySegment from = WordWire.map(folder.resolve("from"), Message.LARGE_BYTES);
        MemorySegment to = WordWire.map(folder.resolve("to"), Message.LARGE_BYTES);
        long nanos = 0;
        int count = effort.count(MOST_COPIES);
        for (int pass = 0; pass < 2; pass++) { // the first one warms up
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) to.copyFrom(from);
            nanos = System.nanoTime() - start;
        }
        return (double) count * Message.LARGE_BYTES / nanos;
    }

    private static void tell(Row row, double... values) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("row", row.id());
        line.put("values", Arrays.stream(values).boxed().toList());
        System.out.println(Json.write(line).replace("\n", ""));
    }
}
