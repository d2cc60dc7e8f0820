package dev.procession.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The class path that the user gave.
 *
 * @param entries folders and jars that exist, absolute, in order
 */
record ClassPath(List<Path> entries) {
    private static final int MOST_NAMES = 200_000;

    ClassPath {
        entries = List.copyOf(entries);
    }

    /** Reads a class path as the JVM does: {@code folder/*} stands for the jars in it, an empty entry for {@code .}. */
    static ClassPath parse(String text) {
        if (text.isBlank()) throw new UsageException("--class-path is empty; give folders and jars, separated by ':'");
        var entries = new ArrayList<Path>();
        for (String entry : text.split(File.pathSeparator, -1)) {
            if (entry.equals("*") || entry.endsWith("/*")) {
                entries.addAll(jars(entry));
            } else {
                entries.add(existing(entry));
            }
        }
        return new ClassPath(entries);
    }

    /** The entries for a class loader. */
    static URL[] urls(List<Path> entries) {
        return entries.stream().map(ClassPath::url).toArray(URL[]::new);
    }

    /** The names of the classes that it holds, for hints: what cannot be read is left out. */
    Set<String> classNames() {
        var names = new TreeSet<String>();
        for (Path entry : entries) {
            try {
                if (Files.isDirectory(entry)) {
                    addFrom(entry, names);
                } else {
                    try (var zip = new ZipFile(entry.toFile())) {
                        zip.stream().limit(MOST_NAMES).forEach(e -> addName(e.getName(), names));
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // A hint is not worth a second complaint.
            }
        }
        return names;
    }

    private static void addFrom(Path folder, Set<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files.limit(MOST_NAMES).forEach(f -> addName(folder.relativize(f).toString(), names));
        }
    }

    private static void addName(String file, Set<String> names) {
        if (!file.endsWith(".class") || file.startsWith("META-INF/") || file.endsWith("-info.class")) return;
        names.add(file.substring(0, file.length() - ".class".length()).replace('/', '.'));
    }

    private static List<Path> jars(String entry) {
        Path folder = existing(entry.substring(0, entry.length() - 1));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            f -> f.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageException(
                    "class path entry '" + entry + "' is not a folder that can be read; name a folder before '/*'");
        }
    }

    private static Path existing(String entry) {
        Path path;
        try {
            path = Path.of(entry).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new UsageException("class path entry '" + entry + "' is not the name of a file; correct it");
        }
        if (!Files.exists(path))
            throw new UsageException("class path entry '" + entry + "' does not exist; build it or correct it");
        if (!Files.isReadable(path))
            throw new UsageException("class path entry '" + entry + "' cannot be read; check its permissions");
        if (!Files.isDirectory(path) && !isArchive(path)) {
            throw new UsageException(
                    "class path entry '" + entry + "' is neither a folder nor a jar; name the folder of the classes");
        }
        return path;
    }

    private static boolean isArchive(Path file) {
        try (var _ = new ZipFile(file.toFile())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UsageException("class path entry '" + entry + "' has no URL; rename it");
        }
    }
}
