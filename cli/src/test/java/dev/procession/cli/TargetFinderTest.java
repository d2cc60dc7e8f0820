package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.cli.Target.Parameter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the method of the user is found, and what is said if it is not. */
final class TargetFinderTest {
    private static final String SAMPLE = Sample.class.getName();

    /** A method of one String or Path is found, inherited ones too. */
    @ParameterizedTest
    @CsvSource({"text,STRING", "size,PATH", "both,PATH", "inherited,STRING"})
    void fittingMethodsAreFound(String method, Parameter parameter) {
        assertThat(find(SAMPLE + "::" + method)).isEqualTo(new Target(SAMPLE, method, parameter));
    }

    /** A nested class may be written with a dot or as the JVM does. */
    @Test
    void nestedClassesAreFound() {
        var expected = new Target(SAMPLE + "$Nested", "inner", Parameter.STRING);
        assertThat(find(SAMPLE + ".Nested::inner")).isEqualTo(expected);
        assertThat(find(SAMPLE + "$Nested::inner")).isEqualTo(expected);
    }

    /** No code of the user runs in this process: the workers are for that. */
    @Test
    void nothingIsInitialised() {
        find(SAMPLE + "::text");
        assertThat(System.getProperty("dev.procession.cli.Sample.initialised")).isNull();
    }

    /** Each mistake is named, in one line, with what to do. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text                                    | 'text' is not Class::method
            ::text                                  | '::text' is not Class::method
            Sample::                                | 'Sample::' is not Class::method
            a::b::c                                 | 'a::b::c' is not Class::method
            Sample::text                            | did you mean 'dev.procession.cli.Sample::text'?
            dev.procession.cli.sample::text         | did you mean 'dev.procession.cli.Sample::text'?
            dev.procession.cli.Smaple::text         | did you mean 'dev.procession.cli.Sample::text'?
            dev.procession.Nowhere::text            | there is no class 'dev.procession.Nowhere' on the class path; check
            dev/procession/cli/Sample::text         | there is no class
            dev.procession.cli.Sample::txt          | no method 'txt'; did you mean 'text'?
            dev.procession.cli.Sample::render       | no method 'render'; what fits is 'both', 'inherited', 'size', 'text'
            dev.procession.cli.Sample::instance     | 'dev.procession.cli.Sample::instance(String)' is not static
            dev.procession.cli.Sample::two          | 'dev.procession.cli.Sample::two(String, String)' does not fit
            dev.procession.cli.Sample::number       | 'dev.procession.cli.Sample::number(int)' does not fit
            """)
    void mistakesAreNamed(String words, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> find(words))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    /** A class whose file is damaged is told apart from one that is missing. */
    @Test
    void damagedClassesAreNamed(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("Torn.class"), "no class");
        var finder = new TargetFinder(new ClassPath(List.of(folder)), List.of());
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> finder.find("Torn::text"))
                .withMessageContainingAll("'Torn' cannot be loaded", "build it again");
    }

    /** A class whose superclass is not on the class path is told what it lacks. */
    @Test
    void missingSuperclassesAreNamed(@TempDir Path folder) throws Exception {
        Path file = Path.of("dev", "procession", "cli", "Sample.class");
        Files.createDirectories(folder.resolve(file).getParent());
        Files.copy(testClasses().resolve(file), folder.resolve(file));
        var finder = new TargetFinder(new ClassPath(List.of(folder)), List.of());
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> finder.find(SAMPLE + "::text"))
                .withMessageContainingAll("needs 'dev.procession.cli.SampleBase'", "add its jar");
    }

    private static Target find(String words) {
        return new TargetFinder(new ClassPath(List.of(testClasses())), List.of()).find(words);
    }

    private static Path testClasses() {
        try {
            return Path.of(TargetFinderTest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
