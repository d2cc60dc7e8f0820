package dev.procession.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts a mistake on the command line into one sentence that says what to do. */
final class Mistake {

    private Mistake() {}

    static String sentence(ParameterException e) {
        CommandLine command = e.getCommandLine();
        String help = "; try '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched.getUnmatched().getFirst(), command) + help;
        }
        String message = String.valueOf(e.getMessage());
        return lowerFirst(message.lines().findFirst().orElse(message)) + help;
    }

    private static String unmatched(String word, CommandLine command) {
        if (word.startsWith("-")) {
            List<String> options =
                    command.getCommandSpec().optionsMap().keySet().stream().toList();
            return "unknown option '" + word + "'" + NearNames.hint(word, options);
        }
        if (!command.getSubcommands().isEmpty()) {
            List<String> commands = command.getSubcommands().keySet().stream().toList();
            return "unknown command '" + word + "'" + NearNames.hint(word, commands);
        }
        return "'" + word + "' is one word too many";
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
