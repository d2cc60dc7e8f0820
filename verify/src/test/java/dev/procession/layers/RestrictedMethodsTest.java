package dev.procession.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can crash the JVM is called in {@code dev.procession.os} and nowhere else, but for what is there to crash it. */
final class RestrictedMethodsTest {

    /** D-013: the C functions behind the testkit's Chaos. */
    private static final String HARM = "dev.procession.testkit.NativeHarm";

    /**
     * The restricted methods of the JDK. Linker and SymbolLookup count as a whole: nobody needs them for anything else.
     */
    private static final Pattern RESTRICTED =
            Pattern.compile("java\\.lang\\.foreign\\.(Linker|SymbolLookup)(\\$\\w+)?\\..*"
                    + "|java\\.lang\\.foreign\\.MemorySegment\\.reinterpret"
                    + "|java\\.lang\\.foreign\\.AddressLayout\\.withTargetLayout"
                    + "|java\\.lang\\.ModuleLayer\\$Controller\\.enableNativeAccess"
                    + "|java\\.lang\\.(System|Runtime)\\.load(Library)?");

    /** No class of the other modules calls a restricted method. */
    @ParameterizedTest
    @ValueSource(strings = {"core", "testkit", "cli"})
    void onlyOsCallsThem(String module) {
        List<CompiledClass> classes = Modules.classesOf(module);

        assertThat(classes).isNotEmpty();
        assertThat(classes)
                .filteredOn(type -> !type.name().equals(HARM))
                .flatMap(RestrictedMethodsTest::restrictedCalls)
                .isEmpty();
    }

    /** The same search finds those of os, so it would find others. */
    @Test
    void osCallsThem() {
        assertThat(Modules.classesOf("os"))
                .flatMap(RestrictedMethodsTest::restrictedCalls)
                .isNotEmpty();
    }

    /** Each kind of restricted call is seen in a planted class; harmless neighbours are not. */
    @ParameterizedTest(name = "{0}.{1}: restricted {2}")
    @CsvSource({
        "java.lang.foreign.Linker, nativeLinker, true",
        "java.lang.foreign.Linker$Option, captureCallState, true",
        "java.lang.foreign.SymbolLookup, libraryLookup, true",
        "java.lang.foreign.MemorySegment, reinterpret, true",
        "java.lang.foreign.AddressLayout, withTargetLayout, true",
        "java.lang.ModuleLayer$Controller, enableNativeAccess, true",
        "java.lang.System, loadLibrary, true",
        "java.lang.Runtime, load, true",
        "java.lang.foreign.MemorySegment, asSlice, false",
        "java.lang.foreign.Arena, ofShared, false",
        "java.lang.System, nanoTime, false",
    })
    void plantedCallIsJudged(String owner, String method, boolean restricted) {
        MethodTypeDesc nothing = MethodTypeDesc.of(ConstantDescs.CD_void);
        CompiledClass planted = CompiledClass.parse(ClassFile.of()
                .build(
                        ClassDesc.of("dev.procession.Planted"),
                        type -> type.withMethodBody(
                                "run",
                                nothing,
                                ClassFile.ACC_STATIC,
                                code -> code.invokestatic(ClassDesc.of(owner), method, nothing)
                                        .return_())));

        assertThat(restrictedCalls(planted).isEmpty()).isEqualTo(!restricted);
    }

    private static List<String> restrictedCalls(CompiledClass from) {
        return from.members().stream()
                .filter(member -> RESTRICTED.matcher(member).matches())
                .map(member -> from.name() + " calls " + member)
                .toList();
    }
}
