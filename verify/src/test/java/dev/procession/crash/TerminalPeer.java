package dev.procession.crash;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import java.nio.file.Path;

/** A program at a terminal, with two JVMs and a command that print there, and one thing to say when it ends. */
final class TerminalPeer {
    static final String MESSAGE = "interrupted: nothing was saved";

    private TerminalPeer() {}

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(MESSAGE)));
        Path base = Path.of(args[0]);
        Fate.launchCommand(false, base.resolve("command"));
        for (int i = 0; i < 2; i++) ChildProcess.launch(TerminalPeer::work);
        CommandProcess.launch("sh", "-c", "while :; do sleep 1; done");
        System.out.println("up");
    }

    private static void work() throws InterruptedException {
        Thread.sleep(1_000_000);
    }
}
