package dev.procession.contract;

import static dev.procession.contract.Pools.assertHealed;
import static dev.procession.contract.Pools.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.DecodingException;
import dev.procession.RemoteFailure;
import dev.procession.pool.ProcessPool;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Classes that only the worker has. */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class AbsentClassTest {
    private static final String SOURCE = """
            package absent;

            public final class Mishap extends RuntimeException {
                private static final long serialVersionUID = 1L;

                public Mishap(String message) {
                    super(message);
                }

                public static Object value() {
                    return new Mishap("as a value");
                }

                public static Object fail() {
                    throw new Mishap("page 7 is missing");
                }
            }
            """;

    @TempDir
    Path folder;

    /** An exception class that this JVM does not have fails its own task, with class name, message and remote stack. */
    @Test
    void exceptionOfAnAbsentClassHasAStandIn() throws Exception {
        compile();
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withClassPath(classPath()))) {
            Throwable thrown = failure(pool.submit(() -> call("fail")));
            assertThat(thrown).isInstanceOf(RemoteFailure.class);
            RemoteFailure standIn = (RemoteFailure) thrown;
            assertThat(standIn.className()).isEqualTo("absent.Mishap");
            assertThat(standIn.originalMessage()).contains("page 7 is missing");
            assertThat(standIn.getStackTrace()[0].getMethodName()).isEqualTo("fail");
            assertHealed(pool);
        }
    }

    /** A result of a class that this JVM does not have fails its own task, and the message names the class. */
    @Test
    void resultOfAnAbsentClassFailsItsTask() throws Exception {
        compile();
        try (var pool = ProcessPool.open(o -> o.withWorkers(1).withClassPath(classPath()))) {
            assertThat(failure(pool.submit(() -> call("value"))))
                    .isInstanceOf(DecodingException.class)
                    .hasMessageContaining("absent.Mishap");
            assertHealed(pool);
        }
    }

    private static Object call(String method) throws Exception {
        try {
            return Class.forName("absent.Mishap").getMethod(method).invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private void compile() throws Exception {
        Path source =
                Files.writeString(Files.createDirectories(folder.resolve("src")).resolve("Mishap.java"), SOURCE);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int status =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(status).as("the compiler's status").isZero();
    }

    private List<Path> classPath() {
        Stream<Path> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of);
        return Stream.concat(own, Stream.of(folder.resolve("classes"))).toList();
    }
}
