package dev.procession.cli;

import dev.procession.cli.doctor.Doctor;
import dev.procession.cli.doctor.Finding;
import dev.procession.cli.doctor.Finding.Level;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code procession doctor}: looks at the machine. */
@Command(
        name = "doctor",
        description = {
            "Looks at kernel, JDK, shared memory, limits and control groups, and says what each means for your programs.",
            "Status 0 if there is no problem, else 1; notes are no problems. It changes nothing."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class DoctorCommand implements Callable<Integer> {
    private static final String INDENT = " ".repeat(9);

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Write one JSON object a line, to a file or, for -, to standard output in place of the text.")
    private String json = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Finding> findings = Doctor.examine();
        PrintWriter out = spec.commandLine().getOut();
        if (json.equals("-")) out.print(jsonLines(findings));
        else out.println(text(findings));
        out.flush();
        if (!json.isEmpty() && !json.equals("-")) write(findings);
        return count(findings, Level.PROBLEM) == 0 ? Status.DONE : Status.SOME_FAILED;
    }

    private void write(List<Finding> findings) {
        try {
            Files.writeString(Path.of(json), jsonLines(findings), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException(
                    "--json '" + json + "' cannot be written (" + e.getMessage() + "); name a file that can");
        }
    }

    static String text(List<Finding> findings) {
        int widest = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
        var text = new StringBuilder();
        for (Finding finding : findings) {
            String subject =
                    finding.subject() + " ".repeat(widest - finding.subject().length());
            text.append(String.format("%-7s  %s  %s%n", word(finding.level()), subject, finding.found()));
            text.append(INDENT).append(finding.meaning()).append(System.lineSeparator());
            if (!finding.remedy().isEmpty()) {
                text.append(INDENT).append("-> ").append(finding.remedy()).append(System.lineSeparator());
            }
        }
        return text + "" + counted(count(findings, Level.PROBLEM), "problem") + ", "
                + counted(count(findings, Level.NOTE), "note");
    }

    static String jsonLines(List<Finding> findings) {
        var text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(new Json()
                            .with("level", word(finding.level()))
                            .with("subject", finding.subject())
                            .with("found", finding.found())
                            .with("meaning", finding.meaning())
                            .with("remedy", finding.remedy()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
