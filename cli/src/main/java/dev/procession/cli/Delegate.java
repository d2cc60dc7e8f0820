package dev.procession.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Calls what lives in another module, by name: the command works without it. */
final class Delegate {
    private final String className;
    private final String jar;

    Delegate(String className, String jar) {
        this.className = className;
        this.jar = jar;
    }

    /** Calls {@code static int run(String... args)}. */
    int run(String... args) {
        return (int) call("run", args);
    }

    /** Calls {@code static void main(String[] args)}. */
    void main(String... args) {
        Object _ = call("main", args);
    }

    private Object call(String method, String... args) {
        try {
            Method target = Class.forName(className).getMethod(method, String[].class);
            Object result = target.invoke(null, (Object) args);
            return result == null ? "" : result;
        } catch (ClassNotFoundException e) {
            throw new UsageException("this command needs " + jar + ", which is not on the class path; add it");
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(className + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " is of another version than this command", e);
        }
    }
}
