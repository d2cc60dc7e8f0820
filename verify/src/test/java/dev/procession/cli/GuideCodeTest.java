package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code in pages of the guide. */
final class GuideCodeTest {
    private static final String BEGIN = "```java\n";
    private static final String END = "```";

    private static final String IMPORTS = """
            import dev.procession.*;
            import dev.procession.pool.*;
            import dev.procession.process.*;
            import dev.procession.sync.*;
            import java.io.*;
            import java.net.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    /** Every block of Java compiles as it stands, as the body of a method, with nothing but imports around it. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "start-a-process.md",
                "stop-a-process.md",
                "locks.md",
                "when-the-owner-of-a-lock-dies.md",
                "semaphores.md",
                "events-and-barriers.md"
            })
    void everyBlockCompiles(String page, @TempDir Path folder) throws Exception {
        List<String> blocks = blocks(Files.readString(guide().resolve(page)));
        assertThat(blocks).as("blocks of Java in " + page).isNotEmpty();

        List<JavaFileObject> sources = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String name = "Block" + i;
            sources.add(new Source(
                    name, IMPORTS + "class " + name + " { void body() throws Exception {\n" + blocks.get(i) + "} }"));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();

        assertThat(compiled).as(said.toString()).isTrue();
    }

    private static List<String> blocks(String page) {
        List<String> blocks = new ArrayList<>();
        for (int begin = page.indexOf(BEGIN); begin >= 0; begin = page.indexOf(BEGIN, begin)) {
            begin += BEGIN.length();
            int end = page.indexOf(END, begin);
            blocks.add(page.substring(begin, end));
            begin = end + END.length();
        }
        return blocks;
    }

    /** The tests run in the module's folder, or in that of the whole. */
    private static Path guide() {
        Path here = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path inModule = here.resolve("../docs/guide");
        return Files.isDirectory(inModule) ? inModule : here.resolve("docs/guide");
    }

    /** A block as a file. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
