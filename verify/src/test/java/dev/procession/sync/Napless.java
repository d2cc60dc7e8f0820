package dev.procession.sync;

import dev.procession.RemoteCallable;
import dev.procession.RemoteTask;
import dev.procession.process.ChildProcess;
import java.util.concurrent.CompletableFuture;

/** Children that sleep until they are woken, as this JVM does in tests: a nap would hide a wake-up that is lost. */
final class Napless {
    private static final String NAP = "procession.nap.nanos";

    private Napless() {}

    static ChildProcess launch(RemoteTask task) {
        return ChildProcess.launch(o -> o.withSystemProperty(NAP, System.getProperty(NAP, "")), task);
    }

    static <R> CompletableFuture<R> call(RemoteCallable<R> task) {
        return ChildProcess.call(o -> o.withSystemProperty(NAP, System.getProperty(NAP, "")), task);
    }
}
