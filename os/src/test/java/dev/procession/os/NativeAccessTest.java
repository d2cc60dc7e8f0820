package dev.procession.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** What a user is told where system calls cannot be made. */
final class NativeAccessTest {
    private static final String OPTION = NativeAccess.class.getModule().isNamed()
            ? "--enable-native-access=dev.procession.os"
            : "--enable-native-access=ALL-UNNAMED";

    /** Here they can. */
    @Test
    void linksHere() {
        assertThatCode(NativeAccess::ensure).doesNotThrowAnyException();
        assertThat(NativeAccess.requiredOption()).isEqualTo(OPTION);
    }

    /** Denied access names the option to add. */
    @Test
    void deniedAccessNamesTheOption() {
        IllegalCallerException denied = new IllegalCallerException("denied");
        assertThat(NativeAccess.explain(denied, "Linux", "amd64"))
                .isInstanceOf(NativeAccessDeniedException.class)
                .hasMessageContaining(OPTION)
                .hasCause(denied);
    }

    /** Another system or processor is named, with those that would do. */
    @Test
    void otherPlatformsAreNamed() {
        assertThat(NativeAccess.explain(null, "Plan 9", "sparc"))
                .isInstanceOf(UnsupportedPlatformException.class)
                .hasMessageContaining("Plan 9 on sparc")
                .hasMessageContaining("aarch64");
    }

    /** A C library that lacks what is needed is reported with its own words. */
    @Test
    void linkErrorsKeepTheirReason() {
        assertThat(NativeAccess.explain(new UnsatisfiedLinkError("no syscall here"), "Linux", "amd64"))
                .isInstanceOf(UnsupportedPlatformException.class)
                .hasMessageContaining("no syscall here");
    }
}
