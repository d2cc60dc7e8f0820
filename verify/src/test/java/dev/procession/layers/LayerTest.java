package dev.procession.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the packages of {@code core} to the order of {@link Layers}, and shows that a bad arrow would be seen. */
final class LayerTest {

    /** Fewer mean that the test looked in the wrong folder, and so proved nothing. */
    private static final int FEWEST_CLASSES = 50;

    /** No class of core uses anything that stands to the right of it. */
    @Test
    void everyArrowInCorePointsToTheLeft() {
        List<CompiledClass> classes = Modules.classesOf("core");

        assertThat(classes.size()).as("class files read").isGreaterThanOrEqualTo(FEWEST_CLASSES);
        assertThat(classes).flatMap(Layers::badArrows).isEmpty();
    }

    /** An arrow is judged by the places of its ends alone, whichever of them are internal. */
    @ParameterizedTest(name = "{0} -> {1}: allowed {2}")
    @CsvSource({
        "dev.procession.memory.A, dev.procession.pool.B, false",
        "dev.procession.memory.A, dev.procession.internal.pool.B, false",
        "dev.procession.internal.memory.A, dev.procession.pool.B, false",
        "dev.procession.A, dev.procession.memory.B, false",
        "dev.procession.A, dev.procession.internal.memory.B, false",
        "dev.procession.internal.pool.A, dev.procession.internal.pool.deep.B, true",
        "dev.procession.internal.pool.deep.A, dev.procession.manager.B, false",
        "dev.procession.pool.A, dev.procession.internal.pool.B, true",
        "dev.procession.internal.pool.A, dev.procession.pool.B, true",
        "dev.procession.pool.A, dev.procession.internal.memory.B, true",
        "dev.procession.memory.A, dev.procession.B, true",
        "dev.procession.A, dev.procession.os.B, true",
        "dev.procession.inspect.A, dev.procession.os.B, true",
        "dev.procession.inspect.A, dev.procession.elsewhere.B, false",
    })
    void plantedArrowIsJudged(String from, String to, boolean allowed) {
        CompiledClass planted = plant(from, to, code -> {});

        assertThat(Layers.badArrows(planted).isEmpty()).isEqualTo(allowed);
    }

    /** The complaint names both ends. */
    @Test
    void complaintNamesBothEnds() {
        CompiledClass planted = plant("dev.procession.memory.A", "dev.procession.pool.B", code -> {});

        assertThat(Layers.badArrows(planted))
                .singleElement()
                .asString()
                .contains(planted.name(), "dev.procession.pool.B");
    }

    /** A package that is not in the list may not exist in core. */
    @Test
    void classOutsideTheListIsReported() {
        CompiledClass planted = plant("dev.procession.elsewhere.A", "dev.procession.os.B", code -> {});

        assertThat(Layers.badArrows(planted)).isNotEmpty();
    }

    /** A string literal of the same spelling does not hide the use of a type. */
    @Test
    void literalDoesNotHideAnArrow() {
        CompiledClass planted = plant(
                "dev.procession.memory.A",
                "dev.procession.pool.B",
                code -> code.ldc("dev/procession/pool/B").pop());

        assertThat(Layers.badArrows(planted)).hasSize(1);
    }

    /** A class whose only method calls a static method of {@code to}, after what {@code before} adds. */
    private static CompiledClass plant(String from, String to, Consumer<CodeBuilder> before) {
        MethodTypeDesc nothing = MethodTypeDesc.of(ConstantDescs.CD_void);
        return CompiledClass.parse(ClassFile.of()
                .build(
                        ClassDesc.of(from),
                        type -> type.withMethodBody("run", nothing, ClassFile.ACC_STATIC, code -> {
                            before.accept(code);
                            code.invokestatic(ClassDesc.of(to), "call", nothing).return_();
                        })));
    }
}
