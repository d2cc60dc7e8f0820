package dev.procession.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.Command.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes end the command with status 2 and one sentence, and no worker is started for them. */
final class UsageTest {

    /** The sentence names what is wrong and what to do; more of them are tried in the module of the command. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            mapp                                            | unknown command 'mapp'; did you mean 'map'
            map --class-path CLASSES --workers 0 TASKS::upper a   | --workers must be a whole number from 1 to 512
            map --class-path CLASSES TASKS::uper a          | has no method 'uper'; did you mean 'upper'?
            map --class-path CLASSES UserTasks::upper a     | did you mean 'dev.procession.cli.UserTasks::upper'?
            map --class-path nowhere TASKS::upper a         | class path entry 'nowhere' does not exist
            map --class-path CLASSES --json /nowhere/x TASKS::upper a | --json '/nowhere/x' cannot be written
            demo nowhere                                    | 'nowhere' is not a folder
            tour 1,x                                        | '1,x' names no scenarios
            """)
    void mistakesAreOneSentence(String words, String sentence) throws Exception {
        String real =
                words.replace("CLASSES", Command.userClasses().toString()).replace("TASKS", UserTasks.class.getName());
        Ending ending = Command.run(real.split(" +"));

        assertThat(ending.errLines())
                .singleElement()
                .asString()
                .startsWith("procession: ")
                .contains(sentence);
        assertThat(ending.out()).isEmpty();
        assertThat(ending.status()).isEqualTo(2);
    }

    /** Help and version are answers, not mistakes. */
    @Test
    void helpIsAnAnswer() throws Exception {
        Ending help = Command.run("map", "--help");
        assertThat(help.out()).contains("Class::method", "--class-path");
        assertThat(help.status()).isZero();

        Ending version = Command.run("--version");
        assertThat(version.out()).startsWith("procession ").contains("Java 25");
        assertThat(version.status()).isZero();
    }
}
