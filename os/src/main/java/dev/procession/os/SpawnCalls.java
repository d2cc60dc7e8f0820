package dev.procession.os;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The C library's {@code posix_spawn} family, linked when the first program is started and not in a child that starts
 * none.
 *
 * <p>All of them go through one handle of one shape: the function, a pointer, five more integers or pointers. Both
 * supported calling conventions pass these in registers, an int is the low half of its register, and a function never
 * looks at registers behind its last parameter. It saves a dozen shapes that would each have to be compiled.
 */
enum SpawnCalls {
    SPAWN("posix_spawnp"),
    ATTRIBUTES_INIT("posix_spawnattr_init"),
    ATTRIBUTES_DESTROY("posix_spawnattr_destroy"),
    SET_FLAGS("posix_spawnattr_setflags"),
    SET_GROUP("posix_spawnattr_setpgroup"),
    SET_MASK("posix_spawnattr_setsigmask"),
    SET_DEFAULTS("posix_spawnattr_setsigdefault"),
    ACTIONS_INIT("posix_spawn_file_actions_init"),
    ACTIONS_DESTROY("posix_spawn_file_actions_destroy"),
    ADD_DUP2("posix_spawn_file_actions_adddup2"),
    ADD_OPEN("posix_spawn_file_actions_addopen"),
    ADD_CLOSE("posix_spawn_file_actions_addclose"),
    ADD_CHDIR("posix_spawn_file_actions_addchdir_np"),
    ADD_CLOSE_FROM("posix_spawn_file_actions_addclosefrom_np");

    private static final MethodHandle HANDLE = link();

    private final String function;
    private final long address; // 0 if the C library does not have it

    SpawnCalls(String function) {
        this.function = function;
        address = Linker.nativeLinker()
                .defaultLookup()
                .find(function)
                .orElse(MemorySegment.NULL)
                .address();
    }

    boolean isPresent() {
        return address != 0;
    }

    int call(MemorySegment first) {
        return call(first, 0, 0, 0, 0, 0);
    }

    int call(MemorySegment first, long second) {
        return call(first, second, 0, 0, 0, 0);
    }

    int call(MemorySegment first, long second, long third) {
        return call(first, second, third, 0, 0, 0);
    }

    int call(MemorySegment first, long second, long third, long fourth) {
        return call(first, second, third, fourth, 0, 0);
    }

    /** Addresses after the first must be of an arena that the calling method holds open. */
    int call(MemorySegment first, long second, long third, long fourth, long fifth, long sixth) {
        if (!isPresent()) {
            throw new UnsupportedPlatformException(
                    "The C library has no '" + function + "', so no program can be started.", null);
        }
        try {
            return (int)
                    HANDLE.invokeExact(MemorySegment.ofAddress(address), first, second, third, fourth, fifth, sixth);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) { // downcall handles declare what they never throw
            throw new AssertionError(impossible);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        NativeAccess.ensure();
        ValueLayout.OfLong number = ValueLayout.JAVA_LONG;
        return Linker.nativeLinker()
                .downcallHandle(FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, number, number, number, number, number));
    }
}
