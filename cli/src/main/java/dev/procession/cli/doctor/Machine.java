package dev.procession.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files by which a machine tells of itself. What cannot be read is not there.
 *
 * @param root where they stand; a test's is a folder of its own
 */
record Machine(Path root) {
    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    boolean has(String path) {
        return Files.exists(at(path));
    }

    List<String> lines(String path) {
        return lines(at(path));
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1); // any byte is a character: no name breaks it
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The first line of a file, without spaces around it. */
    Optional<String> line(String path) {
        return lines(path).stream().findFirst().map(String::strip);
    }

    /** The files of a folder whose names match a glob, in the order of their names. */
    List<Path> files(String folder, String glob) {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(at(folder), glob)) {
            stream.forEach(files::add);
        } catch (IOException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }
}
