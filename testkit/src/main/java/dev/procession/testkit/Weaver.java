package dev.procession.testkit;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts a call of {@link KillSwitch#reach} at each kill point of one class, and nothing else. */
final class Weaver {
    private static final ClassDesc SWITCH = ClassDesc.of(KillSwitch.class.getName());
    private static final MethodTypeDesc REACH = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

    private final Steps steps;
    private final ClassModel original;
    private final String owner;
    private final String simpleName;
    private final List<KillPoint> points = new ArrayList<>();
    private final byte[] woven;

    Weaver(Steps steps, byte[] classFile) {
        this.steps = steps;
        this.original = ClassFile.of().parse(classFile);
        this.owner = original.thisClass().asInternalName().replace('/', '.');
        this.simpleName = owner.substring(owner.lastIndexOf('.') + 1).replace('$', '.');
        Map<String, Integer> seen = new HashMap<>(); // across overloads, so that no two points share a name
        this.woven = ClassFile.of().transformClass(original, (builder, element) -> {
            if (element instanceof MethodModel method) {
                builder.transformMethod(method, MethodTransform.transformingCode(transform(method, seen)));
            } else {
                ClassTransform.ACCEPT_ALL.accept(builder, element);
            }
        });
    }

    List<KillPoint> points() {
        return List.copyOf(points);
    }

    byte[] woven() {
        return woven.clone();
    }

    private CodeTransform transform(MethodModel method, Map<String, Integer> seen) {
        String place = simpleName + "." + method.methodName().stringValue();
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            private boolean begun;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (!(element instanceof InvokeInstruction call) || !isStep(call)) {
                    code.with(element);
                    return;
                }
                String step = call.name().stringValue();
                if (!begun) reach(code, numbered(place + " before " + step, seen));
                begun = true;
                code.with(element);
                reach(code, numbered(place + " after " + step, seen));
            }
        });
    }

    private boolean isStep(InvokeInstruction call) {
        return steps.isStep(
                call.owner().asInternalName().replace('/', '.'), call.name().stringValue(), call.typeSymbol());
    }

    private static String numbered(String name, Map<String, Integer> seen) {
        int number = seen.merge(name, 1, Integer::sum);
        return number == 1 ? name : name + "#" + number;
    }

    private void reach(CodeBuilder code, String name) {
        points.add(new KillPoint(owner, name));
        code.loadConstant(name).invokestatic(SWITCH, "reach", REACH);
    }
}
