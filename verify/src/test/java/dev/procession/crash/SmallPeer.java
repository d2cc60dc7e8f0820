package dev.procession.crash;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.ProcessInfo;

/** A small program: a result of a child, the status of a command; then, if it is told to stay, two children that would not end. */
final class SmallPeer {
    static final String STAY = "stay";

    private SmallPeer() {}

    public static void main(String[] args) throws Exception {
        int value = ChildProcess.call(() -> 6 * 7).get();
        try (var command = CommandProcess.launch("sh", "-c", "exit 7")) {
            System.out.println("worked " + value + ", " + command.join());
        }
        if (args.length > 0 && args[0].equals(STAY)) {
            ChildProcess.launch(() -> {
                System.out.println("child " + ProcessInfo.current().name());
                Thread.sleep(1_000_000);
            });
            CommandProcess.launch("sleep", "1000");
            System.out.println("staying");
        }
    }
}
