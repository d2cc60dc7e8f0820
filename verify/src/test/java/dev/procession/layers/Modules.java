package dev.procession.layers;

import java.nio.file.Path;
import java.util.List;

/** The class files of the other modules of this build. */
final class Modules {

    private Modules() {}

    static List<CompiledClass> classesOf(String module) {
        // The test runner sets basedir; an IDE that does not starts tests in the module's folder.
        return CompiledClass.readAll(
                Path.of(System.getProperty("basedir", "")).resolve(Path.of("..", module, "target", "classes")));
    }
}
