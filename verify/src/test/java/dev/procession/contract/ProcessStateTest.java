package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.contract.ProcessCalls.Call;
import dev.procession.contract.ProcessCalls.Meaning;
import dev.procession.process.ChildProcess;
import dev.procession.process.CommandProcess;
import dev.procession.process.Output;
import dev.procession.process.ProcessOptions;
import dev.procession.process.SupervisedProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.Serial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table "calls and states" of {@link SupervisedProcess}, cell by cell, for both kinds of processes. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class ProcessStateTest {
    private static final Map<Kind, Map<State, SupervisedProcess>> SHARED = new EnumMap<>(Kind.class);

    /** What a process is. */
    enum Kind {
        CHILD {
            @Override
            SupervisedProcess make(boolean endless) {
                return endless
                        ? ChildProcess.of(
                                o -> o.withName("tabled").withOutput(Output.DISCARD), () -> Thread.sleep(100_000))
                        : ChildProcess.of(o -> o.withName("tabled"), () -> {});
            }
        },
        COMMAND {
            @Override
            SupervisedProcess make(boolean endless) {
                return CommandProcess.of(o -> o.withName("tabled"), List.of("sleep", endless ? "100" : "0"));
            }
        };

        abstract SupervisedProcess make(boolean endless);
    }

    /** Where in its life it is. */
    enum State {
        NEW,
        RUNNING,
        ENDED,
        CLOSED;

        SupervisedProcess reach(Kind kind) throws InterruptedException {
            SupervisedProcess process = kind.make(this == RUNNING);
            if (this != NEW) process.start();
            if (this == ENDED) process.join();
            if (this == CLOSED) process.close();
            return process;
        }
    }

    static Stream<Arguments> cells() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(State.values())
                        .flatMap(state -> ProcessCalls.TABLE.stream().map(call -> Arguments.of(kind, state, call))));
    }

    /** Every call does in every state what the table says; an error is an IllegalStateException that names process and state. */
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("cells")
    void callDoesWhatTheTableSays(Kind kind, State state, Call call) throws Exception {
        if (!call.changes()) {
            check(shared(kind, state), state, call);
            return;
        }
        try (SupervisedProcess own = state.reach(kind)) {
            check(own, state, call);
        }
    }

    private static void check(SupervisedProcess process, State state, Call call) throws Exception {
        Meaning meaning = switch (state) {
            case NEW -> call.isNew();
            case RUNNING -> call.running();
            case ENDED -> call.ended();
            case CLOSED -> call.closed();
        };
        String before = process.toString();
        switch (meaning) {
            case ERROR ->
                assertThatThrownBy(() -> call.make(process))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(call.name() + "()")
                        .hasMessageContaining("'tabled'")
                        .hasMessageContaining(state.name().toLowerCase(Locale.ROOT));
            case GONE -> assertThatThrownBy(() -> call.make(process)).isInstanceOf(NoSuchElementException.class);
            case NOTHING -> {
                call.make(process);
                assertThat(process).hasToString(before);
            }
            case YES -> assertThat(call.make(process)).isEqualTo(true);
            case NO -> assertThat(call.make(process)).isEqualTo(false);
            case EMPTY -> assertThat(call.make(process)).isEqualTo(Optional.empty());
            case ANSWERS -> assertThat(call.make(process)).isNotNull().isNotEqualTo(Optional.empty());
            case STARTS -> {
                call.make(process);
                assertThat(process.isAlive() || process.exitStatus().isPresent())
                        .isTrue();
            }
            case ENDS -> {
                call.make(process);
                assertThat(process.join(Delays.LONG)).isTrue();
            }
            case CLOSES -> {
                call.make(process);
                assertThat(process.isAlive()).isFalse();
                assertThatThrownBy(process::join).hasMessageContaining("closed");
            }
        }
    }

    private static synchronized SupervisedProcess shared(Kind kind, State state) throws InterruptedException {
        Map<State, SupervisedProcess> ofKind = SHARED.computeIfAbsent(kind, _ -> new EnumMap<>(State.class));
        SupervisedProcess known = ofKind.get(state);
        if (known == null) {
            known = state.reach(kind);
            ofKind.put(state, known);
        }
        return known;
    }

    @AfterAll
    static void closeShared() {
        SHARED.values().forEach(states -> states.values().forEach(SupervisedProcess::close));
        SHARED.clear();
    }

    /** What was closed without ever running has no pid, no status and no report, and never will. */
    @ParameterizedTest
    @EnumSource
    void closedBeforeItsStartHasNoPidOrStatus(Kind kind) throws InterruptedException {
        SupervisedProcess process = State.NEW.reach(kind);
        process.close();
        assertThatThrownBy(process::pid)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThat(process.exitStatus()).isEmpty();
        assertThat(process.report()).isEmpty();
    }

    /** In the process itself only name, pid and isDaemon answer; the other calls are refused, with its name. */
    @Test
    void inTheProcessItselfOnlyItsIdentityAnswers() throws Exception {
        var printed = new Printed();
        try (var process = new Introspective(printed)) {
            process.start();
            process.join();
            assertThat(process.report().orElseThrow().isSuccess())
                    .as("%s", printed.lines())
                    .isTrue();
            assertThat(printed.lines()).containsExactlyElementsOf(expected(process));
        }
    }

    private static List<String> expected(SupervisedProcess process) {
        var lines = new ArrayList<String>();
        for (Call call : ProcessCalls.TABLE) {
            lines.add(
                    switch (call.name()) {
                        case "name" -> "name: tabled";
                        case "pid" -> "pid: " + process.pid();
                        case "isDaemon" -> "isDaemon: false";
                        default ->
                            call.name() + ": " + call.name() + "() of process 'tabled' (pid " + process.pid()
                                    + ", this process): this is the process itself, and " + call.name()
                                    + "() is for the process that started it";
                    });
        }
        return lines;
    }

    /** Makes all calls of the table to itself. */
    private static final class Introspective extends ChildProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        Introspective(Printed printed) {
            super(ProcessOptions.DEFAULTS.withName("tabled").withOutput(printed.output()));
        }

        @Override
        protected void run() throws Exception {
            for (Call call : ProcessCalls.TABLE) System.out.println(call.name() + ": " + answer(call));
        }

        private Object answer(Call call) throws Exception {
            try {
                return call.make(this);
            } catch (IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }
}
