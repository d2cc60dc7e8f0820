package dev.procession.contract;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Input;
import dev.procession.process.Output;
import dev.procession.process.SupervisedProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Programs with children whose own end, or whose own streams, matter: each test starts one as a peer. */
final class ProcessPeer {
    static final int WRITERS = 8;
    static final int LINES = 200;

    private ProcessPeer() {}

    /** What the program does. */
    enum Program {
        /** Has a child JVM with a grandchild JVM and a command, and a command of its own; for ever. */
        TREE,
        /** Has a daemon child that has children of its own; ends. */
        DAEMON_TREE,
        /** Has children that print many lines at once, with prefixes. */
        PREFIXED,
        /** Has children while it has no streams to print to. */
        NO_STREAMS,
        /** Waits for a child until its standard input says that it may end. */
        JOIN
    }

    public static void main(String[] args) throws Exception {
        System.out.println("main runs");
        switch (Program.valueOf(args[0])) {
            case TREE -> tree();
            case DAEMON_TREE -> daemonTree();
            case PREFIXED -> prefixed();
            case NO_STREAMS -> noStreams(args[1]);
            case JOIN -> join();
        }
        System.out.println("main ends");
    }

    private static void tree() throws Exception {
        ChildProcess.launch(ProcessPeer::family);
        CommandProcess.launch("sleep", "1000");
        Thread.sleep(Duration.ofHours(1));
    }

    private static void daemonTree() throws InterruptedException {
        var printed = new Printed();
        ChildProcess.launch(o -> o.withDaemon(true).withOutput(printed.output()), ProcessPeer::family);
        System.out.println("family " + printed.await("family"));
    }

    /** In a child: its own children, of both kinds; for ever. */
    static void family() throws Exception {
        var printed = new Printed();
        ChildProcess.launch(o -> o.withOutput(printed.output()), () -> {
            System.out.println("grandchild");
            Thread.sleep(Duration.ofHours(1));
        });
        printed.await("grandchild");
        SupervisedProcess command = CommandProcess.launch("sleep", "1000");
        System.out.println("family " + command.pid());
        Thread.sleep(Duration.ofHours(1));
    }

    private static void prefixed() throws Exception {
        List<SupervisedProcess> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "writer-" + i;
            writers.add(ChildProcess.launch(o -> o.withName(name).withOutput(Output.PREFIXED), () -> {
                for (int line = 0; line < LINES; line++) System.out.println(text(line));
            }));
        }
        for (SupervisedProcess writer : writers) writer.join();
    }

    /** A line of a length of its own, whose end can be told from its beginning. */
    static String text(int line) {
        return "begin " + line + " " + "x".repeat(line * 37 % 3000) + " end " + line;
    }

    private static void noStreams(String how) throws Exception {
        switch (how) {
            case "closed" -> {
                System.out.close();
                System.err.close();
            }
            case "null" -> {
                System.setOut(null);
                System.setErr(null);
            }
            default -> {} // they lead to a device that takes nothing
        }
        int good = 0;
        for (int i = 0; i < 2; i++) {
            try (ChildProcess child = ChildProcess.launch(() -> System.out.println("to nobody\n".repeat(20_000)))) {
                if (child.join(Duration.ofSeconds(15))
                        && child.report().orElseThrow().isSuccess()) good++;
            }
        }
        System.exit(good);
    }

    private static void join() throws Exception {
        try (CommandProcess reader = CommandProcess.launch(
                o -> o.withInput(Input.INHERIT), "sh", "-c", "echo joining; read -r line; exit 0")) {
            System.out.println("ended: " + reader.join());
        }
    }
}
