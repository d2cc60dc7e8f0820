package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procession demo}: good files beside tasks that kill their processes. */
@Command(
        name = "demo",
        description = {
            "Reads PDF files in worker processes, mixed with tasks that crash, hang, exit, and worse.",
            "Status 0 only if every task ended as documented and nothing is left behind."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--rename", hidden = true, description = "Also runs the tasks under harmless names, and compares.")
    private boolean rename;

    @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "PDF files; default: a dozen that the demo makes.")
    private String folder = "";

    @Override
    public Integer call() {
        var args = new ArrayList<>(List.of(folder));
        if (rename) args.add("--rename");
        return new Delegate("dev.procession.examples.demo.Demo", "procession-examples.jar")
                .run(args.toArray(String[]::new));
    }
}
