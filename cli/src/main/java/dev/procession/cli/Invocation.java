package dev.procession.cli;

import dev.procession.RemoteFunction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The task that is sent to the workers: calls a static method of the user, by its name, since only a worker has the
 * user's classes.
 *
 * @param target the method
 */
record Invocation(Target target) implements RemoteFunction<String, Value> {

    @Override
    public Value apply(String input) throws Exception {
        Method method = method(Class.forName(target.className()));
        method.setAccessible(true);
        Object argument = switch (target.parameter()) {
            case STRING -> input;
            case PATH -> Path.of(input);
        };
        try {
            return Value.of(method.invoke(null, argument));
        } catch (InvocationTargetException e) {
            throw unwrapped(e.getCause());
        }
    }

    private Method method(Class<?> owner) throws NoSuchMethodException {
        for (@Nullable Class<?> c = owner; c != null; c = c.getSuperclass()) {
            try {
                return c.getDeclaredMethod(
                        target.methodName(), target.parameter().type());
            } catch (NoSuchMethodException e) {
                // Then a superclass has it.
            }
        }
        throw new NoSuchMethodException(target.toString());
    }

    /** The user sees what the method threw, not that it was called by reflection. */
    private static Exception unwrapped(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> new IllegalStateException("the method threw nothing that is known");
            case Error error -> throw error;
            case Exception exception -> exception;
            default -> new IllegalStateException(thrown);
        };
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
