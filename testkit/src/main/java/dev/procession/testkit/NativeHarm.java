package dev.procession.testkit;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The C functions behind {@link Chaos}. They stand here and not in {@code os}, which is part of every program. */
@SuppressWarnings("restricted") // harm is what they are for
final class NativeHarm {
    private static final long SPIN_LOCK_BYTES = 8; // an int, and room

    private NativeHarm() {}

    /** Returns for a signal that has a handler, of which a JVM has some; hence the loop. */
    static void pause() {
        MethodHandle pause = link("pause", FunctionDescriptor.of(ValueLayout.JAVA_INT));
        while (true) call(pause);
    }

    /** A spin lock that its owner asks for again is never given. */
    static void spin() {
        lockTwice();
    }

    static void spinUnseen() {
        lockTwice(Linker.Option.critical(false));
    }

    static void readNull() {
        MethodHandle length = link("strlen", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        try {
            long never = (long) length.invokeExact(MemorySegment.NULL);
            throw new IllegalStateException("address 0 can be read: " + never);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e); // a downcall declares what it never throws
        }
    }

    private static void lockTwice(Linker.Option... options) {
        MemoryLayout pointer = ValueLayout.ADDRESS;
        MethodHandle init =
                link("pthread_spin_init", FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer, ValueLayout.JAVA_INT));
        MethodHandle lock = link("pthread_spin_lock", FunctionDescriptor.of(ValueLayout.JAVA_INT, pointer), options);
        MemorySegment word = Arena.global().allocate(SPIN_LOCK_BYTES, SPIN_LOCK_BYTES);
        call(init, word, 0);
        call(lock, word);
        call(lock, word);
        throw new IllegalStateException("a spin lock was given to its owner twice");
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle link(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
    }
}
