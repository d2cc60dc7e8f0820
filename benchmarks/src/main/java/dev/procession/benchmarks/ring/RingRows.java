package dev.procession.benchmarks.ring;

import dev.procession.benchmarks.Row;
import java.util.List;

/** What is measured of a way between two processes. */
final class RingRows {
    static final Row SPINNING = Row.samples(
            "spinning",
            "round trip of 32 bytes, spinning on two cores",
            "µs",
            "From the call that sends 32 bytes until their echo is there. Both sides poll without a pause, each on a core"
                    + " of its own.");
    static final Row ONE_CORE = Row.samples(
            "one_core",
            "round trip of 32 bytes, asleep on one core",
            "µs",
            "The same where both sides sleep until there is something to read, both processes pinned to one core.");
    static final Row TWO_CORES = Row.samples(
            "two_cores",
            "round trip of 32 bytes, asleep on two cores",
            "µs",
            "The same with each process pinned to a core of its own, which idles, and has to be woken, at every turn.");
    static final Row ONE_WAY = Row.rate(
            "one_way",
            "messages of 32 bytes, one way",
            "messages/s",
            "From a byte array here to a byte array there, each message a call of its own, each process on its own core;"
                    + " counted when the reader has confirmed all of them. Who can spin does.");
    static final Row BULK = Row.rate(
            "bulk",
            "messages of 1 MiB, one way",
            "GB/s",
            "The same with messages of 1 MiB. For bare memory: one copy from a mapping to another, by one process.");

    static final List<Row> ALL = List.of(SPINNING, ONE_CORE, TWO_CORES, ONE_WAY, BULK);

    private RingRows() {}
}
