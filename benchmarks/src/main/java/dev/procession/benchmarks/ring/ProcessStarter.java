package dev.procession.benchmarks.ring;

import java.io.IOException;

/** Starts the far side, once the near side has made what they meet in. */
interface ProcessStarter {
    void start() throws IOException;
}
