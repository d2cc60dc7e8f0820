package dev.procession.kill;

import dev.procession.internal.memory.Domain;
import dev.procession.testkit.WovenClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All classes of the core that others can see something of, with kill points woven in; once for all tests. Ask when a test
 * runs, not from a constant of its class: a victim whose task stands in that class would weave them all again.
 */
final class Census {
    /** They store into memory of this process only, or are the stores themselves. */
    private static final List<String> PRIVATE = List.of(
            ".internal.codec.",
            ".internal.memory.Words",
            ".internal.sync.Parker",
            ".internal.sync.SharedIntCell",
            ".internal.sync.SharedLongCell");

    private static final WovenClasses WOVEN = weave();

    private Census() {}

    static WovenClasses woven() {
        return WOVEN;
    }

    private static WovenClasses weave() {
        WovenClasses woven = WovenClasses.of(SharedSteps.STEPS, coreClasses().toArray(Class<?>[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(woven::close));
        return woven;
    }

    private static List<Class<?>> coreClasses() {
        try (ClassFolder core = ClassFolder.of(Domain.class);
                Stream<Path> files = Files.walk(core.root())) {
            var classes = new ArrayList<Class<?>>();
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                String name = core.root()
                        .relativize(file)
                        .toString()
                        .replace('/', '.')
                        .replaceAll("\\.class$", "");
                boolean code = !name.equals("module-info") && !name.endsWith("package-info");
                if (code && PRIVATE.stream().noneMatch(name::contains)) {
                    classes.add(Class.forName(name, false, Census.class.getClassLoader()));
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new LinkageError("a class file without a class", e);
        }
    }
}
