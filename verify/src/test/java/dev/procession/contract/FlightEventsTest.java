package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.ExitStatus;
import dev.procession.pool.ProcessPool;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording shows of children. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class FlightEventsTest {
    @TempDir
    Path folder;

    private interface Work {
        void run() throws Exception;
    }

    private List<RecordedEvent> record(Work work) throws Exception {
        Path file = folder.resolve("children.jfr");
        try (var recording = new Recording()) {
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.procession."))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime)) // a file has them by thread
                .toList();
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, long pid) {
        return events.stream().filter(event -> event.getInt("pid") == pid).toList();
    }

    private static List<String> kinds(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getEventType().getLabel()).toList();
    }

    /** A child that was killed has four events, in order, with its name, cause, status and times. */
    @Test
    void killedChildHasFourEvents() throws Exception {
        var pid = new long[1];
        List<RecordedEvent> events = record(() -> {
            try (ChildProcess child = ChildProcess.launch(o -> o.withName("flyer"), () -> Thread.sleep(1_000_000))) {
                pid[0] = child.pid();
                child.kill();
                child.join();
            }
        });
        List<RecordedEvent> own = of(events, pid[0]);
        assertThat(kinds(own)).containsExactly("Child Start", "Child Ready", "Child Kill", "Child Exit");
        assertThat(own).allMatch(event -> event.getString("name").equals("flyer"));
        assertThat(own.get(0).getString("program")).endsWith("/bin/java");
        assertThat(own.get(1).getDuration("boot")).isBetween(Duration.ofMillis(1), Duration.ofSeconds(30));
        assertThat(own.get(2).getString("cause")).isEqualTo("killed by this program");
        assertThat(own.get(3).getString("status")).contains("SIGKILL");
        assertThat(own.get(3).getDuration("lived"))
                .isGreaterThanOrEqualTo(own.get(1).getDuration("boot"));
    }

    /** A command and a pool's worker are told of as well; a command has no moment at which it is ready. */
    @Test
    void commandsAndWorkersAreRecorded() throws Exception {
        List<RecordedEvent> events = record(() -> {
            assertThat(CommandProcess.launch(o -> o.withName("three"), "sh", "-c", "exit 3")
                            .join())
                    .isEqualTo(new ExitStatus.Exited(3));
            try (var pool = ProcessPool.open(o -> o.withWorkers(1).withName("seen"))) {
                pool.run(() -> 1);
            }
        });
        List<RecordedEvent> command = events.stream()
                .filter(event -> event.getString("name").equals("three"))
                .toList();
        assertThat(kinds(command)).containsExactly("Child Start", "Child Exit");
        assertThat(command.get(1).getString("status")).isEqualTo(new ExitStatus.Exited(3).toString());
        List<RecordedEvent> worker = events.stream()
                .filter(event -> event.getString("name").contains("seen"))
                .toList();
        assertThat(kinds(worker)).containsExactly("Child Start", "Child Ready", "Child Exit");
    }
}
