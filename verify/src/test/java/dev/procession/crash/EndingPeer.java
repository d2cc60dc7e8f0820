package dev.procession.crash;

import java.nio.file.Path;

/** A program with four children, a JVM and a command each as a daemon and not, that comes to an end. */
final class EndingPeer {
    /** The folders in which the children leave their marks. */
    enum Child {
        DAEMON_JVM,
        DAEMON_COMMAND,
        JVM,
        COMMAND;

        boolean isDaemon() {
            return this == DAEMON_JVM || this == DAEMON_COMMAND;
        }

        Path folder(Path base) {
            return base.resolve(name());
        }
    }

    private EndingPeer() {}

    public static void main(String[] args) throws Exception {
        Ending ending = Ending.valueOf(args[0]);
        Path base = Path.of(args[1]);
        for (Child child : Child.values()) {
            switch (child) {
                case DAEMON_JVM, JVM -> Fate.launchJava(child.isDaemon(), child.folder(base));
                case DAEMON_COMMAND, COMMAND -> Fate.launchCommand(child.isDaemon(), child.folder(base));
            }
        }
        System.out.println("up");
        ending.strike();
    }
}
