package dev.procession.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.os.NativeAccess;
import dev.procession.process.ChildProcess;
import dev.procession.testkit.Delays;
import dev.procession.testkit.LeakCheck;
import dev.procession.testkit.Watchdog;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * P24 and P27: a main class that starts processes without any guard, with tasks of its own, launched in every way that Java has.
 * It is run once, never again in a child, so there is no output but its own.
 */
@ExtendWith({LeakCheck.class, Watchdog.class})
final class LaunchFormsTest {
    private static final String SOURCE = """
            package app.deep;

            import dev.procession.process.ChildProcess;
            import java.util.List;
            import java.util.stream.Stream;

            public final class Main {
                private static int square(int value) {
                    return value * value;
                }

                public static void main(String[] args) throws Exception {
                    System.out.println("main runs");
                    List<Integer> values = List.of(1, 2, 3);
                    System.out.println(ChildProcess.call(() -> values.stream().map(Main::square).toList()).get());
                }
            }
            """;
    private static final String NATIVE = "--enable-native-access=";

    @TempDir
    private static Path folder;

    private static Path source;
    private static Path classes;
    private static List<Path> library;

    /** What a program has printed, and how it ended. */
    private record Run(int code, List<String> out, List<String> err) {}

    @BeforeAll
    static void compile() throws Exception {
        library = List.of(placeOf(ChildProcess.class), placeOf(NativeAccess.class));
        source = write("src/app/deep/Main.java", SOURCE);
        classes = folder.resolve("classes");
        javac("-d", classes.toString(), "-cp", path(List.of(), library), source.toString());
    }

    /** The description of a module, made by hand: a compiler would want the annotations that the library is compiled with. */
    private static byte[] moduleInfo() {
        return ClassFile.of()
                .buildModule(ModuleAttribute.of(
                        ModuleDesc.of("app"),
                        app -> app.requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null)
                                .requires(ModuleDesc.of("dev.procession"), 0, null)
                                .exports(PackageDesc.of("app.deep"), 0)));
    }

    private static Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void javac(String... words) {
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, System.err, words))
                .isZero();
    }

    /** Class files in folders. */
    @Test
    @DisplayName("P24, P27: classes directory")
    void runsFromClasses() throws Exception {
        assertRuns(java(NATIVE + "ALL-UNNAMED", "-cp", path(List.of(classes), library), "app.deep.Main"));
    }

    /** A class path that is relative to a directory in which the child is not. */
    @Test
    @DisplayName("P27: relative class path")
    void runsFromRelativeClassPath() throws Exception {
        assertRuns(java(NATIVE + "ALL-UNNAMED", "-cp", path(List.of(Path.of("classes")), library), "app.deep.Main"));
    }

    /** A jar whose manifest names the library. */
    @Test
    @DisplayName("P27: jar")
    void runsFromAJarWithAClassPath() throws Exception {
        Manifest manifest = manifest();
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        library.stream().map(p -> p.toUri().toString()).collect(Collectors.joining(" ")));
        Path jar = folder.resolve("app.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            add(classes, out);
        }
        assertRuns(java("-jar", jar.toString()));
    }

    /** One jar with everything in it. */
    @Test
    @DisplayName("P27: fat jar")
    void runsFromAFatJar() throws Exception {
        Path jar = folder.resolve("fat.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            add(classes, out);
            for (Path part : library) add(part, out);
        }
        assertRuns(java("-jar", jar.toString()));
    }

    private static Manifest manifest() {
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, "app.deep.Main");
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        return manifest;
    }

    /** The module path, where nothing is on the class path. */
    @Test
    @DisplayName("P27: module path")
    void runsFromTheModulePath() throws Exception {
        Path jar = folder.resolve("modular.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(classes, out);
            out.putNextEntry(new JarEntry("module-info.class"));
            out.write(moduleInfo());
        }
        assertRuns(java(NATIVE + "dev.procession.os", "-p", path(List.of(jar), library), "-m", "app/app.deep.Main"));
    }

    /** A source file that is run has classes that no other JVM can load: the call fails, and says which class is missing. */
    @Test
    @DisplayName("P27: java File.java")
    void sourceLaunchIsRefusedInWords() throws Exception {
        Run run = java(NATIVE + "ALL-UNNAMED", "-cp", path(List.of(), library), source.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).containsExactly("main runs");
        assertThat(run.err())
                .anyMatch(line -> line.contains("DecodingException") && line.contains("class app.deep.Main"))
                .anyMatch(line -> line.contains("give both processes the same class path"));
    }

    private static void assertRuns(Run run) {
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsExactly("main runs", "[1, 4, 9]");
        assertThat(run.code()).isZero();
    }

    private static Run java(String... words) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(words));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(Delays.LONG.toNanos(), TimeUnit.NANOSECONDS))
                    .isTrue();
            return new Run(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String path(List<Path> first, List<Path> second) {
        return Stream.concat(first.stream(), second.stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Puts the class files of a folder or a jar into a jar. */
    private static void add(Path place, JarOutputStream out) throws IOException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    add(place.relativize(file).toString(), out, to -> Files.copy(file, to));
                }
            }
            return;
        }
        try (var jar = new JarFile(place.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (!entry.isDirectory()) {
                    add(entry.getName(), out, to -> jar.getInputStream(entry).transferTo(to));
                }
            }
        }
    }

    private static void add(String name, JarOutputStream out, Content content) throws IOException {
        if (!name.endsWith(".class") || name.equals("module-info.class")) return;
        out.putNextEntry(new JarEntry(name));
        content.copy(out);
        out.closeEntry();
    }

    private interface Content {
        void copy(OutputStream to) throws IOException;
    }
}
