package dev.procession.cli;

import java.io.Serializable;

/**
 * The method that is to be called for every input.
 *
 * @param className the binary name of its class
 * @param methodName its name
 * @param parameter the kind of its only parameter
 */
record Target(String className, String methodName, Parameter parameter) implements Serializable {

    /** What the method takes. */
    enum Parameter {
        /** The input as it is. */
        STRING(String.class),
        /** The input as the name of a file. */
        PATH(java.nio.file.Path.class);

        private final Class<?> type;

        Parameter(Class<?> type) {
            this.type = type;
        }

        Class<?> type() {
            return type;
        }
    }

    /** Returns it as the user writes it. */
    @Override
    public String toString() {
        return className + "::" + methodName;
    }
}
