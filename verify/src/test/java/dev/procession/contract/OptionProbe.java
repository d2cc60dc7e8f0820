package dev.procession.contract;

import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.ProcessOptions;
import dev.procession.process.SupervisedProcess;
import dev.procession.testkit.Chaos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** What a process can tell of itself, asked in Java and in a shell, to the same effect. */
enum OptionProbe {
    ENVIRONMENT("echo $CONTRACT_OPTION") {
        @Override
        String answer() {
            return System.getenv("CONTRACT_OPTION");
        }
    },
    DIRECTORY("pwd -P") {
        @Override
        String answer() throws IOException {
            return Path.of("").toRealPath().toString();
        }
    },
    CPUS("sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status") {
        @Override
        String answer() throws IOException {
            return allowedCpus();
        }
    },
    NICE("nice") {
        @Override
        String answer() throws IOException {
            return Integer.toString(niceOf("thread-self"));
        }
    },
    DESCRIPTORS("ulimit -Sn; ulimit -Hn") {
        @Override
        String answer() throws IOException {
            String line = line("/proc/self/limits", "Max open files");
            return line.strip().replaceAll(" +files$", "").replaceAll(" +", "\n");
        }
    },
    INPUT("cat") {
        @Override
        String answer() throws IOException {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    },
    BOTH_STREAMS("echo out; echo err >&2") {
        @Override
        String answer() {
            System.err.println("err");
            return "out";
        }
    },
    SLEEP("exec sleep 1000") {
        @Override
        String answer() throws InterruptedException {
            Thread.sleep(1_000_000);
            return "";
        }
    },
    /** Uses 300 MiB. */
    FILL("exec dd if=/dev/zero of=/dev/null bs=300M") {
        @Override
        String answer() throws InterruptedException {
            Chaos.fillNativeMemory(300L << 20);
            return SLEEP.answered();
        }
    };

    private final String script;

    OptionProbe(String script) {
        this.script = script;
    }

    /** In a child JVM. */
    abstract String answer() throws IOException, InterruptedException;

    private String answered() throws InterruptedException {
        try {
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who is asked. */
    enum Kind {
        CHILD {
            @Override
            SupervisedProcess asked(OptionProbe probe, UnaryOperator<ProcessOptions> change) {
                return ChildProcess.of(change, () -> System.out.println(probe.answer()));
            }
        },
        COMMAND {
            @Override
            SupervisedProcess asked(OptionProbe probe, UnaryOperator<ProcessOptions> change) {
                return CommandProcess.of(change, List.of("sh", "-c", probe.script));
            }
        };

        /** A process that prints its answer. */
        abstract SupervisedProcess asked(OptionProbe probe, UnaryOperator<ProcessOptions> change);

        /** What such a process prints, in lines. */
        List<String> ask(OptionProbe probe, UnaryOperator<ProcessOptions> change) throws InterruptedException {
            var printed = new Printed();
            try (SupervisedProcess process = asked(probe, o -> change.apply(o).withOutput(printed.output()))) {
                process.start();
                process.join();
            }
            return printed.lines();
        }
    }

    /** The CPUs that this process may use, as the kernel writes them. */
    static String allowedCpus() throws IOException {
        return line("/proc/self/status", "Cpus_allowed_list:").strip();
    }

    /** The niceness of this process, or thread. */
    static int niceOf(String self) throws IOException {
        String stat = Files.readString(Path.of("/proc", self, "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(afterName[16]); // the 19th of all fields, and this begins with the third
    }

    private static String line(String file, String prefix) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }
}
