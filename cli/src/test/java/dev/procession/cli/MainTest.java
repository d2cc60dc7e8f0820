package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes on the command line: one sentence, status 2, and no worker is started for it. */
final class MainTest {

    /** Every mistake is named with what to do. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~                                  | no command is given; try 'procession --help'
            mapp                                | unknown command 'mapp'; did you mean 'map'; try 'procession --help'
            --hlep                              | unknown option '--hlep'; did you mean '--help'
            map                                 | missing required
            map --class-path target             | missing required parameter: 'Class::method'
            map X::y                            | missing required option: '--class-path=CP'
            map --class-path target --wrokers 1 X::y | unknown option '--wrokers'; did you mean '--workers'
            map --class-path target X::y --workers   | '--workers'
            map --class-path target --workers 1 --workers 2 X::y | '--workers'
            map --class-path target --workers none X::y          | --workers must be a whole number
            map --class-path target --timeout soon X::y          | --timeout must be a duration
            map --class-path target --max-heap big X::y          | --max-heap must be a size
            map --class-path target --retries -1 X::y            | --retries must be a whole number
            map --class-path nowhere X::y       | class path entry 'nowhere' does not exist
            map --class-path target X           | 'X' is not Class::method
            map --class-path target X::y        | there is no class 'X'
            demo a b                            | 'b' is one word too many
            bench                               | missing required parameter: 'NAME'
            """)
    void mistakesAreOneSentence(String words, String message) {
        var err = new ByteArrayOutputStream();
        PrintStream original = System.err;
        int status;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            status = Main.run(words.isEmpty() ? new String[0] : words.split(" +"));
        } finally {
            System.setErr(original);
        }
        assertThat(status).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().toList())
                .singleElement()
                .asString()
                .startsWith("procession: ")
                .contains(message);
    }
}
