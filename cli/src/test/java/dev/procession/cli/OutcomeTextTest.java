package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.Certificate;
import dev.procession.ExitStatus;
import dev.procession.LossCause;
import dev.procession.RemoteFailure;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import dev.procession.pool.TaskInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How outcomes are printed. */
final class OutcomeTextTest {
    private static final TaskInfo INFO = new TaskInfo(2, "map-1", 4711, Duration.ofMillis(34));

    /** A value is shown by its first line that has something in it, and cut. */
    @Test
    void valuesAreShownInOneLine() {
        assertThat(OutcomeText.line(done("a.pdf", "\n  \n  Title \nText"))).isEqualTo("done    a.pdf  Title");
        assertThat(OutcomeText.line(done("a", "x".repeat(500))))
                .hasSizeLessThan(200)
                .endsWith("x...");
        assertThat(OutcomeText.line(done("a", ""))).isEqualTo("done    a");
    }

    /** Nothing in an input or value moves the cursor of a terminal or breaks the line. */
    @Test
    void controlCharactersAreHidden() {
        assertThat(OutcomeText.line(done("a\nb\u001b[2J", "\u001b[31mred\u0007\u009b")))
                .isEqualTo("done    a?b?[2J  ?[31mred??");
    }

    /** A failure is shown by class and message, also where only a stand-in of the exception came back. */
    @Test
    void failuresAreShownByTheirClass() {
        assertThat(OutcomeText.line(failed(new IOException("bad\nfile"))))
                .isEqualTo("failed  a.pdf  java.io.IOException: bad");
        var standIn = new RemoteFailure(
                "com.acme.BadFile", "page 7", "its class is not here", new StackTraceElement[0], null);
        assertThat(OutcomeText.line(failed(standIn))).isEqualTo("failed  a.pdf  com.acme.BadFile: page 7");
        assertThat(OutcomeText.json(failed(standIn)))
                .contains(
                        "\"class\":\"com.acme.BadFile\",\"message\":\"page 7\",\"stack\":\"com.acme.BadFile: page 7\\n")
                .doesNotContain("not here");
    }

    /** A loss is shown by its cause. */
    @Test
    void lossesAreShownByTheirCause() {
        assertThat(OutcomeText.line(lost()))
                .isEqualTo("lost    a.pdf  exit code 3, System.exit called at com.acme.Pdf.text");
    }

    /** The JSON of a value has the documented members, and says if it was cut. */
    @Test
    void jsonOfValues() {
        assertThat(OutcomeText.json(done("ä", "x\ny")))
                .isEqualTo("{\"input\":\"ä\",\"outcome\":\"done\",\"value\":\"x\\ny\","
                        + "\"attempt\":2,\"worker\":\"map-1\",\"millis\":34}");
        assertThat(OutcomeText.json(new Done<>("a", new Value("x", true), INFO)))
                .contains("\"value\":\"x\",\"truncated\":true,");
    }

    /** The JSON of a failure has class, message and stack; an exception without message has an empty one. */
    @Test
    void jsonOfFailures() {
        assertThat(OutcomeText.json(failed(new IOException())))
                .startsWith("{\"input\":\"a.pdf\",\"outcome\":\"failed\",\"error\":{\"class\":\"java.io.IOException\","
                        + "\"message\":\"\",\"stack\":\"java.io.IOException\\n\\tat ")
                .endsWith("\"attempt\":2,\"worker\":\"map-1\",\"millis\":34}");
    }

    /** The JSON of a loss has the certificate. */
    @Test
    void jsonOfLosses() {
        assertThat(OutcomeText.json(lost()))
                .startsWith("{\"input\":\"a.pdf\",\"outcome\":\"lost\",\"certificate\":{\"cause\":\"exit code 3, ")
                .contains("\"kind\":\"exit 3\",\"status\":\"exit code 3\",\"pid\":4711,")
                .contains(
                        "\"evidence\":[\"exit code 3\"],\"lastOutput\":[\"page 7\"],\"threadDump\":\"main\",\"report\":\"task ");
    }

    private static Outcome<String, Value> done(String input, String value) {
        return new Done<>(input, new Value(value, false), INFO);
    }

    private static Outcome<String, Value> failed(Throwable cause) {
        return new Failed<>("a.pdf", cause, INFO);
    }

    private static Outcome<String, Value> lost() {
        var certificate = new Certificate(
                new LossCause.Exited(3, Optional.of("com.acme.Pdf.text\ncom.acme.Pdf.main")),
                Optional.of(new ExitStatus.Exited(3)),
                "Pdf::text(a.pdf)",
                1,
                1,
                Duration.ofMillis(5),
                "map",
                "map-1",
                4711,
                7,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of("page 7"),
                Optional.of("main"),
                List.of("exit code 3"));
        return new Lost<>("a.pdf", certificate, INFO);
    }
}
