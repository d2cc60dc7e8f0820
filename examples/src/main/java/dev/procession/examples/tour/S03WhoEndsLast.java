package dev.procession.examples.tour;

import dev.procession.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A parent whose main method ends before its child does; then the same with join: the parent's last line comes last.
 *
 * <p>Python: the same, since an exit handler joins what is no daemon. The trap there: if the parent is killed, the children go on
 * alone; here they end with it, see scenario 26.
 */
public final class S03WhoEndsLast {

    private S03WhoEndsLast() {}

    /**
     * Runs the scenario.
     *
     * @param args none; the scenario itself starts this class again as the parent, with the file that tells the child to end
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            parent(args[0].equals("join"), Path.of(args[1]));
            return;
        }
        Check.that(
                linesOf("leave").equals(List.of("end of the parent's main", "end of the child")),
                "without join, main ends first, and the program stays until the child has ended");
        Check.that(
                linesOf("join").equals(List.of("end of the child", "end of the parent's main")),
                "with join, the parent is last");
    }

    private static List<String> linesOf(String word) throws Exception {
        Path folder = Files.createTempDirectory("procession-tour");
        Path go = folder.resolve("go");
        var said = new Lines();
        try (var program = SecondProgram.start(S03WhoEndsLast.class, said, word, go.toString())) {
            Check.that(program.join().isSuccess(), "the program has ended well");
            return said.all();
        } finally {
            Files.deleteIfExists(go);
            Files.delete(folder);
        }
    }

    private static void parent(boolean join, Path go) throws Exception {
        ChildProcess child = ChildProcess.launch(() -> child(go));
        if (join) {
            Files.createFile(go);
            child.join();
            System.out.println("end of the parent's main");
        } else {
            System.out.println("end of the parent's main");
            Files.createFile(go); // by which the child knows
        }
    }

    private static void child(Path go) throws InterruptedException {
        while (!Files.exists(go)) Thread.sleep(5);
        System.out.println("end of the child");
    }
}
