package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Schedules can be replayed. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ScheduleTest {

    /** Each thread draws the same numbers again, and others than its neighbour. */
    @Test
    void aSeedGivesTheSameStepsAgain() {
        Schedule schedule = Schedule.of("aSeedGivesTheSameStepsAgain");
        List<Long> first = draws(schedule, 0);
        assertThat(draws(schedule, 0)).isEqualTo(first);
        assertThat(draws(schedule, 1)).isNotEqualTo(first);
    }

    private static List<Long> draws(Schedule schedule, int thread) {
        var random = schedule.random(thread);
        return IntStream.range(0, 100).mapToObj(i -> random.nextLong()).toList();
    }

    /** Every thread takes all its steps. */
    @Test
    void allStepsAreTaken() throws Exception {
        var taken = new ConcurrentLinkedQueue<Integer>();
        Schedule.of("allStepsAreTaken").run(4, 25, (random, number) -> taken.add(number));
        assertThat(taken).hasSize(100);
    }

    /** A failure ends the others, and says how to see it again. */
    @Test
    void aFailureTellsItsSeed() {
        Schedule schedule = Schedule.of("aFailureTellsItsSeed");
        var steps = new AtomicInteger();
        assertThatThrownBy(() -> schedule.run(2, Integer.MAX_VALUE, (random, number) -> {
                    if (steps.incrementAndGet() == 1000) throw new IllegalStateException("broken");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dprocession.seed=" + schedule.seed())
                .hasMessageContaining("broken");
    }
}
