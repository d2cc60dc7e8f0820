package dev.procession.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where raw results and the guide live: the source tree that this code was built in. */
public final class SourceTree {
    private SourceTree() {}

    /**
     * Finds it: the nearest folder above this code that holds both the launcher and the benchmarks.
     *
     * @throws UsageException if this code does not lie in a source tree
     */
    public static Path root() {
        CodeSource source = SourceTree.class.getProtectionDomain().getCodeSource();
        if (source != null) {
            try {
                Path folder = Path.of(source.getLocation().toURI()).toAbsolutePath();
                for (Path up = folder; up != null; up = up.getParent()) {
                    if (Files.exists(up.resolve("procession")) && Files.exists(up.resolve("benchmarks/pom.xml")))
                        return up;
                }
            } catch (URISyntaxException e) {
                throw new IllegalStateException("the place of this code is not a path: " + source.getLocation(), e);
            }
        }
        throw new UsageException("results are kept only in a source tree, and this code does not lie in one");
    }
}
