package dev.procession.examples.tour;

import dev.procession.process.CommandProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of its own beside the one that shows a scenario: where a parent has to end, it must not be the tour. */
final class SecondProgram {

    private SecondProgram() {}

    /**
     * Returns the words that run a class of the tour.
     *
     * @param main whose {@code main} runs
     * @param args for it
     */
    static List<String> words(Class<?> main, String... args) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("--enable-native-access=ALL-UNNAMED");
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(args));
        return words;
    }

    /**
     * Starts a class of the tour as a child of ours.
     *
     * @param said takes what it and its children print
     */
    static CommandProcess start(Class<?> main, Lines said, String... args) {
        String[] words = words(main, args).toArray(String[]::new);
        return CommandProcess.launch(o -> o.withOutput(said.output()).withName(main.getSimpleName()), words);
    }
}
