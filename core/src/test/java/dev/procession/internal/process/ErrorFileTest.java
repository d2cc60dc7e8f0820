package dev.procession.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.LossCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the file that a crashing JVM leaves, and where it is kept. */
final class ErrorFileTest {
    private static final String SEGMENTATION_FAULT = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f0c1b1a2b3c, pid=4711, tid=4712
            #
            # JRE version: OpenJDK Runtime Environment (25.0+36) (build 25+36)
            # Problematic frame:
            # C  [libacme.so+0x1139]  acme_divide+0x9
            #
            # Core dump will be written. Default location: /tmp/core.4711
            #

            ---------------  S U M M A R Y ------------

            Command Line: -Xmx1g com.acme.Main SIGBUS
            """;

    @TempDir
    Path folder;

    private Path kept() {
        return folder.resolve("kept");
    }

    private LossCause.NativeCrash take(String text) throws Exception {
        Path file = ErrorFile.in(folder, 4711);
        Files.writeString(file, text);
        return ErrorFile.take(file, kept()).orElseThrow();
    }

    /** The signal and the frame are those that the JVM blames; the file is moved to where it stays. */
    @Test
    void signalAndFrameAreRead() throws Exception {
        LossCause.NativeCrash crash = take(SEGMENTATION_FAULT);
        assertThat(crash.signal()).isEqualTo("SIGSEGV");
        assertThat(crash.frame()).isEqualTo("C  [libacme.so+0x1139]  acme_divide+0x9");
        assertThat(crash.errorFile())
                .isEqualTo(kept().resolve("hs_err-4711.log"))
                .hasContent(SEGMENTATION_FAULT);
        assertThat(ErrorFile.in(folder, 4711)).doesNotExist();
    }

    /** An error of the JVM's own keeps the place where it was found. */
    @Test
    void anInternalErrorKeepsItsPlace() throws Exception {
        LossCause.NativeCrash crash = take("#\n#  Internal Error (sharedRuntime.cpp:650), pid=1, tid=2\n#\n");
        assertThat(crash.signal()).startsWith("Internal Error (sharedRuntime.cpp:650)");
        assertThat(crash.frame()).isEqualTo("frame not named");
    }

    /** A file that was cut short, or is no text, is still a crash. */
    @Test
    void aFileCutShortIsStillACrash() throws Exception {
        assertThat(take("").signal()).isEqualTo("unknown signal");
        assertThat(take("#  SIGBUS").signal()).isEqualTo("SIGBUS");
        assertThat(take("# Problematic frame:").frame()).isEqualTo("frame not named");
        assertThat(take("\u00ff\u0000\u00fe").signal()).isEqualTo("unknown signal");
    }

    /** Without a file there is no crash. */
    @Test
    void noFileIsNoCrash() {
        assertThat(ErrorFile.take(ErrorFile.in(folder, 1), kept())).isEmpty();
        assertThat(kept()).doesNotExist();
    }

    /** Of many, the newest 32 are kept; what is no error file is left alone. */
    @Test
    void theNewest32AreKept() throws Exception {
        Files.createDirectories(kept());
        Files.createFile(kept().resolve("notes.log"));
        for (int i = 0; i < 40; i++) {
            Path old = Files.createFile(kept().resolve("hs_err-" + i + ".log"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000L + i * 1000L));
        }
        take(SEGMENTATION_FAULT);
        try (var files = Files.list(kept())) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .hasSize(33)
                    .contains("notes.log", "hs_err-4711.log", "hs_err-39.log", "hs_err-9.log")
                    .doesNotContain("hs_err-8.log");
        }
    }

    /** Where the file cannot be kept it stays, and is named. */
    @Test
    void whatCannotBeKeptStays() throws Exception {
        Files.createFile(kept());
        assertThat(take(SEGMENTATION_FAULT).errorFile())
                .isEqualTo(ErrorFile.in(folder, 4711))
                .exists();
    }
}
