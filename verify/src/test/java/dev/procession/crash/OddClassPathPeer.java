package dev.procession.crash;

import dev.procession.pool.ProcessPool;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that runs tasks on class paths with odd names, in the last entry of which a class stands that only tasks see. */
final class OddClassPathPeer {
    /** No character beyond the first 65,536: {@code java} itself finds no class behind such a name. */
    private static final List<String> NAMES = List.of(
            "a b  c", "grün語", "it's \"quoted\"", "back\\slash\\", "$HOME %s @x #y", "-Xmx1k", "tab\tline\nend");

    private OddClassPathPeer() {}

    /** Arguments: a folder of the test's, and how many entries are to stand before the last one. */
    public static void main(String[] args) throws Exception {
        Path base = Path.of(args[0]);
        int fillers = Integer.parseInt(args[1]);
        List<Path> before = new ArrayList<>(Sources.of(OddClassPathPeer.class));
        for (int i = 0; i < fillers; i++) {
            String name = NAMES.get(i % NAMES.size()) + " " + i + " " + "x".repeat(60);
            before.add(Files.createDirectory(base.resolve(name)));
        }
        List<String> last = fillers == 0 ? NAMES : NAMES.subList(0, 1);
        for (String name : last) {
            Path home = Files.createDirectory(base.resolve(name));
            writeClass(home.resolve("odd"));
            List<Path> entries = new ArrayList<>(before);
            entries.add(home);
            try (var pool = ProcessPool.open(o -> o.withWorkers(1).withClassPath(entries))) {
                System.out.println("answer " + pool.run(OddClassPathPeer::answer));
            }
        }
        System.out.println("entries " + (before.size() + 1));
    }

    private static int answer() throws ReflectiveOperationException {
        return (int) Class.forName("odd.Last").getMethod("answer").invoke(null);
    }

    private static void writeClass(Path folder) throws IOException {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of("odd.Last"),
                        type -> type.withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "answer",
                                        MethodTypeDesc.of(ConstantDescs.CD_int),
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.loadConstant(42).ireturn()));
        Files.write(Files.createDirectory(folder).resolve("Last.class"), bytes);
    }
}
