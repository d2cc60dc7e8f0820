package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.process.ChildProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessOptions;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.Serial;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A subclass of {@link ChildProcess} as users write it: in a package of their own. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ForeignSubclassTest {

    /** Its fields travel, and its {@code run} runs in the child (P19). */
    @Test
    void fieldsOfASubclassTravel() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (var greeter = new Greeter("world", Output.lines((name, pid, error, line) -> lines.add(line)))) {
            greeter.start();

            assertThat(greeter.join().isSuccess()).as(lines.toString()).isTrue();
            assertThat(lines).containsExactly("hello world from " + greeter.pid());
        }
    }

    private static final class Greeter extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String whom;

        Greeter(String whom, Output output) {
            super(ProcessOptions.DEFAULTS.withOutput(output));
            this.whom = whom;
        }

        @Override
        protected void run() {
            System.out.println("hello " + whom + " from " + pid());
        }
    }
}
