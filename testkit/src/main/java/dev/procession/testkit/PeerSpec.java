package dev.procession.testkit;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a peer is to be started; immutable, every {@code with} gives a copy.
 *
 * @param mainClass the class whose {@code main} runs
 * @param arguments its arguments
 * @param jvmFlags flags of its JVM
 * @param wrapper words that stand before the command, such as {@code unshare -m}; none by default
 * @param classPath its class path; by default that of this JVM
 */
public record PeerSpec(
        String mainClass, List<String> arguments, List<String> jvmFlags, List<String> wrapper, List<Path> classPath) {

    /** Copies. */
    public PeerSpec {
        arguments = List.copyOf(arguments);
        jvmFlags = List.copyOf(jvmFlags);
        wrapper = List.copyOf(wrapper);
        classPath = List.copyOf(classPath);
    }

    /**
     * Starts with what every peer needs: the class path of this JVM, native access, and, since most live for a second, one
     * compiler and the smallest collector.
     *
     * @param main the class whose {@code main} runs
     * @param arguments its arguments, each told by its {@code toString}
     * @return the description
     */
    public static PeerSpec of(Class<?> main, Object... arguments) {
        List<Path> own = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .toList();
        return new PeerSpec(
                main.getName(),
                Stream.of(arguments).map(String::valueOf).toList(),
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                List.of(),
                own);
    }

    /**
     * Adds flags of the JVM.
     *
     * @param flags the flags, each as one word
     * @return the copy
     */
    public PeerSpec withJvmFlags(String... flags) {
        List<String> all = Stream.concat(jvmFlags.stream(), Stream.of(flags)).toList();
        return new PeerSpec(mainClass, arguments, all, wrapper, classPath);
    }

    /**
     * Puts words before the command; they must end by running it, as {@code exec} does, so that the pid is the JVM's.
     *
     * @param words the words
     * @return the copy
     */
    public PeerSpec withWrapper(String... words) {
        return new PeerSpec(mainClass, arguments, jvmFlags, List.of(words), classPath);
    }

    /**
     * Replaces the class path.
     *
     * @param entries folders and jars, in order
     * @return the copy
     */
    public PeerSpec withClassPath(List<Path> entries) {
        return new PeerSpec(mainClass, arguments, jvmFlags, wrapper, entries);
    }

    /**
     * Has the peer killed at a kill point, when it first passes there. What the peer starts is not: to have a child of it
     * killed, give the child the properties of {@link KillSwitch}.
     *
     * @param woven the classes that hold the point, which go before the class path
     * @param point the point
     * @return the copy
     */
    public PeerSpec withKillAt(WovenClasses woven, KillPoint point) {
        return withKillAt(woven, point, 1);
    }

    /**
     * Has the peer killed when it passes a kill point for the given time; see {@link #withKillAt(WovenClasses, KillPoint)}.
     *
     * @param woven the classes that hold the point
     * @param point the point
     * @param passing 1 for the first time
     * @return the copy
     */
    public PeerSpec withKillAt(WovenClasses woven, KillPoint point, int passing) {
        return withClassPath(woven.before(classPath))
                .withJvmFlags("-D" + KillSwitch.POINT + "=" + point.name(), "-D" + KillSwitch.PASSING + "=" + passing);
    }

    /**
     * Has the peer pause at random kill points for random times, so that its threads meet in other orders than usual.
     *
     * @param woven the classes that hold the points, which go before the class path
     * @param seed what the pauses are drawn from; each thread draws the same ones for the same seed
     * @return the copy
     */
    public PeerSpec withStirring(WovenClasses woven, long seed) {
        return withClassPath(woven.before(classPath)).withJvmFlags("-D" + KillSwitch.STIR + "=" + seed);
    }

    List<String> command() {
        var words = new ArrayList<>(wrapper);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(jvmFlags);
        words.add("-cp");
        words.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        words.add(mainClass);
        words.addAll(arguments);
        return words;
    }
}
