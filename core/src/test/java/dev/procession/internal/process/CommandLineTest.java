package dev.procession.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.procession.StartException;
import dev.procession.process.ChildOptions;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command with which a child is started. */
final class CommandLineTest {
    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path", "");

    @TempDir
    Path folder;

    @AfterEach
    void classPathAsItWas() {
        System.setProperty("java.class.path", OWN_CLASS_PATH);
    }

    private Path argumentFile() {
        return folder.resolve("args-1.1");
    }

    private List<String> build(ChildOptions options) {
        return new CommandLine(options, folder, ChildMain.class).build(List.of("first", "la st"), argumentFile());
    }

    private static List<String> classPath(List<String> words) {
        String path = words.get(words.indexOf("-cp") + 1);
        return Arrays.asList(path.split(File.pathSeparator, -1));
    }

    /** Java first, then flags, the main class, and the child's own arguments as they are. */
    @Test
    void theOrderIsTheLaunchers() {
        List<String> command = build(ChildOptions.DEFAULTS.withJvmFlags("-Xint"));
        assertThat(command.getFirst()).isEqualTo(System.getProperty("java.home") + "/bin/java");
        int main = command.indexOf(ChildMain.class.getName());
        assertThat(command.indexOf("-Xint")).isPositive().isLessThan(main);
        assertThat(command.subList(main + 1, command.size())).containsExactly("first", "la st");
        assertThat(argumentFile()).doesNotExist();
    }

    /** The user's flags come last, so that they win over ours. */
    @Test
    void theUsersFlagsWin() {
        List<String> command = build(ChildOptions.DEFAULTS.withJvmFlags("-XX:+UsePerfData", "-XX:+UseG1GC"));
        assertThat(command.indexOf("-XX:+UsePerfData")).isGreaterThan(command.indexOf("-XX:-UsePerfData"));
        assertThat(command).doesNotContain("-XX:+UseSerialGC");
        assertThat(command).contains("-XX:ErrorFile=" + folder.resolve("hs_err-%p.log"));
    }

    /** Relative entries mean the parent's directory, an empty one too, since the child may be started in another. */
    @Test
    void relativeEntriesBecomeAbsolute() {
        System.setProperty(
                "java.class.path", "lib/a b.jar" + File.pathSeparator + "" + File.pathSeparator + "/opt/c.jar");
        Path here = Path.of("").toAbsolutePath();
        assertThat(classPath(build(ChildOptions.DEFAULTS)))
                .startsWith(here.resolve("lib/a b.jar").toString(), here.toString(), "/opt/c.jar")
                .allMatch(entry -> Path.of(entry).isAbsolute());
    }

    /** Procession itself is added where the user's own class path has it not. */
    @Test
    void ownClassesAreAdded() throws Exception {
        Path own = Path.of(ChildMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> entries = classPath(build(ChildOptions.DEFAULTS.withClassPath(List.of(Path.of("x y/ü.jar")))));
        assertThat(entries).startsWith(Path.of("x y/ü.jar").toAbsolutePath().toString());
        assertThat(entries).contains(own.toString());
        assertThat(entries).doesNotHaveDuplicates();
    }

    /** What is too long for one argument goes through a file, in which a launcher finds the same words. */
    @Test
    void aLongCommandComesBackFromItsFile() throws Exception {
        String odd = "C:\\dir with \"quotes\" and 'these'\t# no comment \\ end";
        ChildOptions options = ChildOptions.DEFAULTS
                .withSystemProperty("odd", odd)
                .withSystemProperty("lines", "a\nb\r\nc")
                .withSystemProperty("long", "x".repeat(70_000));
        List<String> command = build(options);
        assertThat(command).contains("@" + argumentFile()).noneMatch(word -> word.startsWith("-Dlong"));
        List<String> words = readAsLauncher(argumentFile());
        assertThat(words).contains("-Dodd=" + odd, "-Dlines=a\nb\r\nc", "-Dlong=" + "x".repeat(70_000), "-cp");
        assertThat(classPath(words)).allMatch(entry -> Path.of(entry).isAbsolute());
    }

    /** The kernel counts bytes: 30,000 characters of three bytes each are too long although 30,000 are not. */
    @Test
    void lengthIsCountedInBytes() {
        List<String> command = build(ChildOptions.DEFAULTS.withSystemProperty("long", "語".repeat(30_000)));
        assertThat(command).contains("@" + argumentFile());
    }

    /** A JDK that is not there is said before anything is started. */
    @Test
    void aMissingJdkIsSaid() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> build(ChildOptions.DEFAULTS.withJavaHome(folder.resolve("no"))))
                .withMessageContaining(folder.resolve("no/bin/java").toString());
    }

    /** The rules of an argument file: white space divides, double quotes hold together, a backslash in them escapes. */
    private static List<String> readAsLauncher(Path file) throws Exception {
        String text = Files.readString(file, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        List<String> words = new ArrayList<>();
        var word = new StringBuilder();
        boolean quoted = false;
        boolean any = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                char next = text.charAt(++i);
                word.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case 'f' -> '\f';
                            default -> next;
                        });
            } else if (c == '"') {
                quoted = !quoted;
                any = true;
            } else if (!quoted && Character.isWhitespace(c)) {
                if (any) words.add(word.toString());
                word.setLength(0);
                any = false;
            } else {
                assertThat(quoted && c == '\n')
                        .as("a line end ends a quoted word too early")
                        .isFalse();
                word.append(c);
                any = true;
            }
        }
        assertThat(quoted).isFalse();
        return words;
    }
}
