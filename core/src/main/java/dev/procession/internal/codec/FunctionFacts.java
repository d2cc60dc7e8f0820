package dev.procession.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * What is the same for all functions of one class: a lambda's class stands for its place in the code.
 *
 * @param name what it is called in messages
 * @param filter what its results may be made of by default
 * @param loader where the classes of its results are
 */
public record FunctionFacts(String name, ResultFilter filter, ClassLoader loader) {
    private static final ClassValue<Holder> BY_CLASS = new ClassValue<>() {
        @Override
        protected Holder computeValue(Class<?> type) {
            return new Holder();
        }
    };

    /** Of a lambda, method reference or object. */
    public static FunctionFacts of(Object function) {
        Holder holder = BY_CLASS.get(function.getClass());
        FunctionFacts facts = holder.facts;
        if (facts == null) {
            ClassLoader own = function.getClass().getClassLoader();
            facts = new FunctionFacts(
                    FunctionCodec.displayName(function),
                    ResultFilter.forClasses(FunctionCodec.codeOf(function)),
                    own == null ? ClassLoader.getSystemClassLoader() : own);
            holder.facts = facts; // two threads write the same
        }
        return facts;
    }

    private static final class Holder {
        private volatile @Nullable FunctionFacts facts;
    }
}
