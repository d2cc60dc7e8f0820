package dev.procession.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which flags of a JVM its children get. */
final class InheritedFlagsTest {
    /** What shapes the program is passed on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-preview",
                "-ea",
                "-ea:com.acme...",
                "-Xss2m",
                "-Dfile.encoding=UTF-8",
                "-Dcom.acme.name=a b",
                "-XX:+UseZGC",
                "-XX:MaxDirectMemorySize=1g",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseCompactObjectHeaders"
            })
    void passesOn(String flag) {
        assertThat(InheritedFlags.isAllowed(flag)).isTrue();
    }

    /** What two JVMs cannot share is not, nor what is sized for this one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                "-Xrunjdwp:server=y",
                "-javaagent:x.jar",
                "-XX:StartFlightRecording=filename=a.jfr",
                "-Xlog:gc:file=gc.log",
                "-XX:ErrorFile=x",
                "-Xmx4g",
                "-Xms4g",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Djava.rmi.server.hostname=x",
                "-Djdk.module.path=x",
                "-Djava.class.path=x",
                "-Dprocession.secret=1",
                "-XX:AOTCacheOutput=a",
                "-XX:ArchiveClassesAtExit=a",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:OnOutOfMemoryError=rm x",
                "",
                "x"
            })
    void keepsBack(String flag) {
        assertThat(InheritedFlags.isAllowed(flag)).isFalse();
    }

    /** In a variable each word is judged by itself, and a quoted one stays as it is written. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-ea -Xmx1g -Da=b|-ea -Da=b",
                "  -agentlib:jdwp=x  |``",
                "-Dname=\"a b\" -Xmx1g|-Dname=\"a b\"",
                "'-Dname=a b' -ea|'-Dname=a b' -ea",
                "\"-javaagent:a b.jar\" -ea|-ea",
                "-D\"x=it's\" -ea|-D\"x=it's\" -ea"
            })
    void filtersVariables(String value, String kept) {
        assertThat(InheritedFlags.filter(value)).isEqualTo(kept);
    }

    /** A collector that the user chose is seen, whichever it is. */
    @Test
    void knowsACollectorWhenItSeesOne() {
        assertThat(InheritedFlags.chooseCollector(List.of("-ea", "-XX:+UseG1GC")))
                .isTrue();
        assertThat(InheritedFlags.chooseCollector(List.of("-XX:-UseG1GC", "-Da=-XX:+UseG1GC")))
                .isFalse();
    }

    /** Changes that were asked for are made, and win. */
    @Test
    void environmentTakesChanges() {
        Map<String, String> environment =
                InheritedFlags.environment(Map.of("PROCESSION_TEST", "1", "JAVA_TOOL_OPTIONS", "-Xmx8g"));
        assertThat(environment).containsEntry("PROCESSION_TEST", "1").containsEntry("JAVA_TOOL_OPTIONS", "-Xmx8g");
        assertThat(environment.keySet())
                .containsAll(System.getenv().keySet().stream()
                        .filter(name -> !name.contains("JAVA"))
                        .toList());
    }
}
