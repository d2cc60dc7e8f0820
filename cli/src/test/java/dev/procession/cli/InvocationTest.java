package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.cli.Target.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

/** What a worker does for an input; here in this process. */
final class InvocationTest {

    /** Private and inherited methods are called too. */
    @Test
    void theMethodIsCalled() throws Exception {
        assertThat(invocation("secret", Parameter.PATH).apply("a/b")).isEqualTo(new Value("secret a/b", false));
        var inherited = new Invocation(new Target(SampleChild.class.getName(), "inherited", Parameter.STRING));
        assertThat(inherited.apply("x").text()).isEqualTo("inherited x");
    }

    /** What the method throws arrives as it was thrown, not wrapped. */
    @Test
    void exceptionsAreUnwrapped() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> invocation("inner", Parameter.STRING).apply("x"))
                .withMessage("inner x");
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> invocation("error", Parameter.STRING).apply("x"))
                .withMessage("x");
    }

    /** A class that is not there is an exception of this input, not of the run. */
    @Test
    void missingClassesAreExceptions() {
        var nowhere = new Invocation(new Target("no.Where", "text", Parameter.STRING));
        assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> nowhere.apply("x"));
    }

    /** It can be sent, with the class of the method known by name only. */
    @Test
    void itCanBeSent() throws Exception {
        var sent = new Invocation(new Target("no.Where", "text", Parameter.PATH));
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(sent);
        }
    }

    private static Invocation invocation(String method, Parameter parameter) {
        return new Invocation(new Target(Sample.class.getName() + "$Nested", method, parameter));
    }

    private static final class SampleChild extends SampleBase {}
}
