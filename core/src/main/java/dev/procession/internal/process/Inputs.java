package dev.procession.internal.process;

import dev.procession.StartException;
import dev.procession.os.Descriptor;
import dev.procession.os.OsException;
import dev.procession.os.SpawnRequest;
import dev.procession.process.Input;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what a child is to read as its standard input. */
final class Inputs {
    private static final Charset NATIVE = Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private Inputs() {}

    /** The descriptor, which belongs to the set unless it is this process's own. */
    static int open(String child, Input input, Path folder, OpenDescriptors owner) {
        return switch (input) {
            case Input.Empty _ -> SpawnRequest.NULL_DEVICE;
            case Input.Inherit _ -> 0;
            case Input.FromFile(Path path) -> openFile(child, path.toAbsolutePath(), owner);
            case Input.Text(String text) -> openText(child, text, folder, owner);
        };
    }

    private static int openFile(String child, Path path, OpenDescriptors owner) {
        try {
            int descriptor = Descriptor.openFile(path, Descriptor.O_RDONLY, 0);
            owner.add(descriptor);
            return descriptor;
        } catch (OsException e) {
            throw new StartException(
                    "child '" + child + "' could not be started: its input cannot be opened: " + e.getMessage()
                            + "\n  effect:  nothing of it is left"
                            + "\n  remedy:  withInput(Input.file(path)) wants a file that is there and readable",
                    e);
        }
    }

    /** A file that has no name any more when the child reads it: of any length, and gone with the last who has it open. */
    private static int openText(String child, String text, Path folder, OpenDescriptors owner) {
        try {
            Path file = Files.createTempFile(folder, "input-", "");
            try {
                Files.writeString(file, text, NATIVE);
                return openFile(child, file, owner);
            } finally {
                Launcher.deleteQuietly(file);
            }
        } catch (IOException e) {
            throw new StartException(
                    "child '" + child + "' could not be started: its input of " + text.length()
                            + " characters could not be written: " + e
                            + "\n  effect:  nothing of it is left"
                            + "\n  remedy:  room in the folder of that path, characters that " + NATIVE
                            + " has, or withInput(Input.file(path))",
                    e);
        }
    }
}
