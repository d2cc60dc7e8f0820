package dev.procession.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Copies of shipped classes with kill points woven in, in a folder to be put before the originals on the class path of a peer.
 * The originals stay as they are, and so does this JVM.
 *
 * {@snippet :
 * try (var woven = WovenClasses.of(Steps.stores(), Mailbox.class); var peers = new Peers()) {
 *     for (KillPoint point : woven.points()) {
 *         Peer poster = peers.start(PeerSpec.of(Poster.class).withKillAt(woven, point));
 *         poster.awaitEnd();  // killed by SIGKILL, at that point
 *         // ... what do the others see now?
 *     }
 * }
 * }
 */
public final class WovenClasses implements AutoCloseable {
    private final Path folder;
    private final Map<Class<?>, List<KillPoint>> points = new LinkedHashMap<>();

    private WovenClasses(Path folder) {
        this.folder = folder;
    }

    /**
     * Weaves classes.
     *
     * @param steps what others see of them
     * @param classes the classes, which are named in full: nested ones too
     * @return the copies; to be closed
     */
    public static WovenClasses of(Steps steps, Class<?>... classes) {
        try {
            WovenClasses all = new WovenClasses(Files.createTempDirectory("woven-"));
            for (Class<?> each : classes) all.add(steps, each);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Steps steps, Class<?> original) throws IOException {
        Weaver weaver = new Weaver(steps, classFile(original));
        Path file = folder.resolve(original.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, weaver.woven());
        points.put(original, weaver.points());
    }

    private static byte[] classFile(Class<?> original) throws IOException {
        String file = original.getName().substring(original.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = original.getResourceAsStream(file)) {
            if (in == null) throw new IllegalArgumentException("the class file of " + original + " cannot be read");
            return in.readAllBytes();
        }
    }

    /**
     * Returns all kill points, in the order of the classes, their methods and their code.
     *
     * @return the points
     */
    public List<KillPoint> points() {
        return points.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Returns the kill points of one class.
     *
     * @param original the class
     * @return its points, in the order of its code
     */
    public List<KillPoint> points(Class<?> original) {
        return points.getOrDefault(original, List.of());
    }

    /**
     * Returns the point of a name.
     *
     * @param name such as {@code Mailbox.post after setRelease}
     * @return the point
     * @throws IllegalArgumentException if there is none; with those of the same class
     */
    public KillPoint point(String name) {
        return points().stream()
                .filter(point -> point.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no kill point '" + name + "', but " + String.join(", ", likely(name))));
    }

    private List<String> likely(String name) {
        String beginning = name.substring(0, name.indexOf('.') + 1);
        return points().stream()
                .map(KillPoint::name)
                .filter(other -> other.startsWith(beginning))
                .toList();
    }

    /**
     * Puts the woven classes before a class path.
     *
     * @param entries the class path
     * @return the woven classes and it
     */
    public List<Path> before(List<Path> entries) {
        var all = new ArrayList<>(List.of(folder));
        all.addAll(entries);
        return all;
    }

    /** Deletes the copies; peers that use them have ended. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
