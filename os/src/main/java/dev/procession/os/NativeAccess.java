package dev.procession.os;

import org.jspecify.annotations.Nullable;

/** Whether this JVM may and can make system calls, and the sentence for the user if not. */
public final class NativeAccess {
    private NativeAccess() {}

    /**
     * Links the native call, so that later calls neither pay for it nor fail for want of it.
     *
     * @throws NativeAccessDeniedException if the JVM's options deny native access to this module
     * @throws UnsupportedPlatformException if this is not Linux on x86-64 or aarch64, or the C library lacks what is
     *     needed
     */
    public static void ensure() {
        if (!Syscall.linked()) {
            throw explain();
        }
    }

    /** {@return the option that permits native access to this module under the name it really has in this JVM} */
    public static String requiredOption() {
        Module module = NativeAccess.class.getModule();
        return "--enable-native-access=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
    }

    static UnsupportedOperationException explain() {
        return explain(Syscall.failure(), System.getProperty("os.name", "unknown"), SyscallNumber.ARCHITECTURE);
    }

    static UnsupportedOperationException explain(@Nullable Throwable failure, String system, String architecture) {
        if (failure instanceof IllegalCallerException) {
            return new NativeAccessDeniedException(
                    "This JVM denies native access, without which no child process can be supervised. Start it with "
                            + requiredOption() + " among its options.",
                    failure);
        }
        String place = system + " on " + architecture;
        if (failure != null) {
            return new UnsupportedPlatformException(
                    "System calls cannot be linked on this platform (" + place + "): " + failure.getMessage()
                            + ". A JVM with the foreign function interface and a C library with 'syscall' are needed.",
                    failure);
        }
        return new UnsupportedPlatformException(
                "This platform is not supported: " + place + ". Needed is Linux on x86-64 (amd64) or aarch64.", null);
    }
}
