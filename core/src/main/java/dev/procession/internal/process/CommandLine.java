package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.os.NativeAccess;
import dev.procession.process.ChildOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The words with which a child JVM is started.
 *
 * <p>On the class path, the child gets the same class path; where Procession is a module, the same module path and modules
 * too. What is too long for one argument of the kernel (128 KiB) goes through an argument file.
 */
final class CommandLine {
    /** Half of what the kernel takes as one argument. */
    private static final int LONG_ARGUMENT_BYTES = 64 << 10;

    private final ChildOptions options;
    private final Path folder;
    private final Class<?> main;

    /**
     * Prepares the words.
     *
     * @param folder where the JVM puts its error file
     * @param main the class whose main method runs
     */
    CommandLine(ChildOptions options, Path folder, Class<?> main) {
        this.options = options;
        this.folder = folder;
        this.main = main;
    }

    /** The command; a file that it refers to is put into {@code argumentFile}, and is the caller's to delete. */
    List<String> build(List<String> childArguments, Path argumentFile) {
        var command = new ArrayList<String>();
        command.add(java().toString());
        List<String> flags = new ArrayList<>(flags());
        paths(flags);
        if (flags.stream().mapToInt(CommandLine::bytes).sum() > LONG_ARGUMENT_BYTES) {
            writeArguments(argumentFile, flags);
            command.add("@" + argumentFile);
        } else {
            command.addAll(flags);
        }
        command.addAll(main());
        command.addAll(childArguments);
        return command;
    }

    private static int bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8).length;
    }

    private Path java() {
        Path home = options.javaHome().orElseGet(() -> Path.of(System.getProperty("java.home")));
        Path java = home.resolve("bin").resolve("java");
        if (Files.isExecutable(java)) return java;
        throw new StartException(
                "no child can be started: " + java
                        + " is not there or cannot be executed. Give the folder of a JDK 25 with"
                        + " withJavaHome(path)",
                null);
    }

    private List<String> flags() {
        List<String> inherited = InheritedFlags.ofThisJvm();
        var flags = new ArrayList<>(inherited);
        if (!InheritedFlags.chooseCollector(inherited) && !InheritedFlags.chooseCollector(options.jvmFlags())) {
            flags.add("-XX:+UseSerialGC"); // many children share few processors: one thread each, and a faster boot
        }
        flags.add("-XX:-UsePerfData"); // its file outlives a kill -9
        flags.add("-XX:ErrorFile=" + folder.resolve("hs_err-%p.log"));
        flags.add("--enable-native-access=" + nativeAccess());
        options.maxHeap().ifPresent(size -> flags.add("-Xmx" + size));
        options.systemProperties().forEach((name, value) -> flags.add("-D" + name + "=" + value));
        flags.addAll(options.jvmFlags());
        return flags;
    }

    private static String nativeAccess() {
        Module os = NativeAccess.class.getModule();
        return os.isNamed() ? os.getName() : "ALL-UNNAMED";
    }

    private void paths(List<String> flags) {
        String classPath = classPath();
        if (!classPath.isEmpty()) {
            flags.add("-cp");
            flags.add(classPath);
        }
        Module core = ChildMain.class.getModule();
        if (!core.isNamed()) return;
        String modulePath = System.getProperty("jdk.module.path", "");
        if (!modulePath.isEmpty()) {
            flags.add("-p");
            flags.add(absolute(modulePath));
        }
        Optional<String> modules = modules(core);
        modules.ifPresent(names -> flags.add("--add-modules=" + names));
    }

    /** The modules of the application, so that the child resolves what the parent did. */
    private Optional<String> modules(Module core) {
        ModuleLayer layer = core.getLayer();
        if (layer == null) return Optional.empty();
        String names = layer.configuration().modules().stream()
                .filter(m -> m.reference()
                        .location()
                        .map(l -> !"jrt".equals(l.getScheme()))
                        .orElse(false))
                .map(m -> m.name())
                .sorted()
                .collect(Collectors.joining(","));
        if (!names.isEmpty() && options.forwardedLogs().isPresent()) return Optional.of(names + ",java.logging");
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private String classPath() {
        Set<String> entries = new LinkedHashSet<>();
        if (options.classPath().isPresent()) {
            for (Path entry : options.classPath().get())
                entries.add(entry.toAbsolutePath().toString());
        } else {
            String own = System.getProperty("java.class.path", "");
            if (!own.isEmpty()) entries.addAll(List.of(absolute(own).split(File.pathSeparator, -1)));
        }
        for (Path entry : options.extraClassPath())
            entries.add(entry.toAbsolutePath().toString());
        for (Class<?> needed : List.of(ChildMain.class, NativeAccess.class)) {
            Path source = sourceOf(needed);
            if (source != null && !needed.getModule().isNamed()) entries.add(source.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static @Nullable Path sourceOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) return null;
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme()) ? Path.of(location) : null;
        } catch (URISyntaxException e) {
            return null; // inside some container's own protocol: its class path has it
        }
    }

    /** The entries of a path with the current directory before the relative ones: the child may have another. */
    private static String absolute(String path) {
        var entries = new ArrayList<String>();
        for (String entry : path.split(File.pathSeparator, -1))
            entries.add(Path.of(entry).toAbsolutePath().toString());
        return String.join(File.pathSeparator, entries);
    }

    private List<String> main() {
        Module core = main.getModule();
        return core.isNamed() ? List.of("-m", core.getName() + "/" + main.getName()) : List.of(main.getName());
    }

    /** One quoted word a line, in the encoding in which the launcher reads it. */
    private static void writeArguments(Path file, List<String> words) {
        var text = new StringBuilder();
        for (String word : words) {
            text.append('"');
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                switch (c) {
                    case '"', '\\' -> text.append('\\').append(c);
                    case '\n' -> text.append("\\n");
                    case '\r' -> text.append("\\r");
                    case '\t' -> text.append("\\t");
                    default -> text.append(c);
                }
            }
            text.append("\"\n");
        }
        try {
            Files.writeString(file, text, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
        } catch (IOException e) {
            throw new StartException("the argument file " + file + " of a child cannot be written: " + e, e);
        }
    }
}
