package dev.procession.testkit;

import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Set;

/**
 * Which calls of a class are steps: what others see of it, so that a death between two of them leaves something to be put
 * right. Between steps lie the {@linkplain KillPoint kill points}.
 */
@FunctionalInterface
public interface Steps {
    /**
     * Tells whether a call is a step.
     *
     * @param owner the class that is called, as in {@code java.lang.foreign.MemorySegment}
     * @param method the name of the method
     * @param type its parameters and its result
     * @return true if others can see what the call does
     */
    boolean isStep(String owner, String method, MethodTypeDesc type);

    /**
     * Counts the calls of some methods of one class as steps.
     *
     * @param owner the class that is called
     * @param methods names of its methods; all overloads count
     * @return the steps
     */
    static Steps calls(Class<?> owner, String... methods) {
        Set<String> names = Set.of(methods);
        return (called, method, type) -> called.equals(owner.getName()) && names.contains(method);
    }

    /**
     * Counts all stores that the JDK offers into memory that may be shared: the setters of {@link MemorySegment}, copies into
     * one, and the writing accesses of a {@link VarHandle}.
     *
     * @return the steps
     */
    static Steps stores() {
        return (owner, method, type) -> {
            if (owner.equals(VarHandle.class.getName())) {
                return method.startsWith("set")
                        || method.startsWith("getAnd")
                        || method.startsWith("compareAnd")
                        || method.startsWith("weakCompareAnd");
            }
            if (!owner.equals(MemorySegment.class.getName())) return false;
            return method.startsWith("set")
                    || method.equals("fill")
                    || method.equals("copyFrom")
                    || (method.equals("copy") && copiesIntoSegment(type));
        };
    }

    private static boolean copiesIntoSegment(MethodTypeDesc type) {
        String segment = MemorySegment.class.descriptorString();
        boolean fromArray = type.parameterType(0).descriptorString().equals(Object.class.descriptorString());
        return fromArray
                || type.parameterList().stream()
                                .filter(p -> p.descriptorString().equals(segment))
                                .count()
                        > 1;
    }

    /**
     * Counts these steps and others.
     *
     * @param others more steps
     * @return the union
     */
    default Steps or(Steps others) {
        return (owner, method, type) -> isStep(owner, method, type) || others.isStep(owner, method, type);
    }
}
