package dev.procession.crash;

import dev.procession.ProcessionException;
import dev.procession.internal.memory.Domain;
import dev.procession.internal.memory.Owner;
import java.nio.file.Path;

/** A process that joins the first of the given domains that lets it in, as a child would, and prints what it is told. */
final class JoiningPeer {
    private JoiningPeer() {}

    public static void main(String[] folders) {
        for (String folder : folders) {
            Path path = Path.of(folder);
            try {
                Domain.join(path, new Owner(0, 1));
                System.out.println(path.getFileName() + " joined");
                return;
            } catch (ProcessionException e) {
                System.out.println(path.getFileName() + " refused " + e.id() + " " + e.getMessage());
            }
        }
    }
}
