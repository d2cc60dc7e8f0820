package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the class path is read. */
final class ClassPathTest {
    @TempDir
    Path folder;

    /** Entries keep their order; a star stands for the jars of a folder, an empty entry for the current one. */
    @Test
    void entriesAreReadAsTheJvmDoes() throws IOException {
        Path b = jar("b.jar");
        Path a = jar("a.JAR");
        Files.writeString(folder.resolve("notes.txt"), "no jar");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        assertThat(ClassPath.parse(classes + ":" + folder + "/*:").entries())
                .containsExactly(classes, a, b, Path.of("").toAbsolutePath());
    }

    /** The classes of folders and jars are known by name. */
    @Test
    void classNamesAreCollected() throws IOException {
        Path jar = jar(
                "a.jar", "com/acme/Pdf.class", "module-info.class", "META-INF/versions/9/com/acme/Old.class", "x.txt");
        Path classes = Files.createDirectories(folder.resolve("classes/org/acme"));
        Files.writeString(classes.resolve("Image.class"), "");
        assertThat(ClassPath.parse(jar + ":" + folder.resolve("classes")).classNames())
                .containsExactlyInAnyOrder("com.acme.Pdf", "org.acme.Image");
    }

    /** What is missing, or is no jar, is named with what to do. */
    @Test
    void wrongEntriesAreNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no jar");
        refused("nowhere.jar", "'nowhere.jar' does not exist");
        refused(folder + ":nowhere/*", "'nowhere/' does not exist");
        refused(text.toString(), "is neither a folder nor a jar");
        refused(text + "/*", "is neither a folder nor a jar");
        refused(jar("a.jar") + "/*", "is not a folder");
        refused("a\0b", "is not the name of a file");
        refused(" ", "is empty");
    }

    private static void refused(String text, String message) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> ClassPath.parse(text))
                .withMessageContaining(message);
    }

    private Path jar(String name, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            for (String entry : entries) zip.putNextEntry(new ZipEntry(entry));
        }
        return file;
    }
}
