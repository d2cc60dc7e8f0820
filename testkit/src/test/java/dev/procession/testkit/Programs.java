package dev.procession.testkit;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Starts small programs without pipes, whose descriptors would count as leaks. */
final class Programs {
    private Programs() {}

    static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
