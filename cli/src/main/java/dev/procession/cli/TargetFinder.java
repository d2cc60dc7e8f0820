package dev.procession.cli;

import dev.procession.cli.Target.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method that the user names, and says what is wrong if there is none to be called.
 *
 * <p>It looks with the class path that the workers will have. No code of the user runs here: classes are loaded, not
 * initialised.
 */
final class TargetFinder {
    private static final String SHAPE = "a static method with one String or java.nio.file.Path";

    private final ClassPath classPath;
    private final List<Path> ownJars;

    TargetFinder(ClassPath classPath, List<Path> ownJars) {
        this.classPath = classPath;
        this.ownJars = ownJars;
    }

    Target find(String words) {
        int colons = words.indexOf("::");
        String className = colons < 0 ? "" : words.substring(0, colons);
        String methodName = colons < 0 ? "" : words.substring(colons + 2);
        if (className.isEmpty() || methodName.isEmpty() || methodName.contains(":")) {
            throw new UsageException(
                    "'" + words + "' is not Class::method; write the full name of a class, two colons and "
                            + "the name of a method, such as com.acme.Pdf::text");
        }
        var entries =
                Stream.concat(classPath.entries().stream(), ownJars.stream()).toList();
        try (var loader = new URLClassLoader(ClassPath.urls(entries), ClassLoader.getPlatformClassLoader())) {
            return method(load(className, methodName, loader), methodName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Class<?> load(String className, String methodName, ClassLoader loader) {
        String name = className;
        while (true) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException e) {
                int dot = name.lastIndexOf('.');
                if (dot < 0) throw unknown(className, methodName);
                // People write a nested class with a dot.
                name = name.substring(0, dot) + '$' + name.substring(dot + 1);
            } catch (UnsupportedClassVersionError e) {
                throw new UsageException("class '" + className + "' was compiled for a newer Java than "
                        + Runtime.version().feature() + "; compile it with --release "
                        + Runtime.version().feature());
            } catch (NoClassDefFoundError e) {
                // Also said where the file exists under another name, as on a wrong upper or lower case.
                if (String.valueOf(e.getMessage()).contains("wrong name")) throw unknown(className, methodName);
                throw incomplete(className, e);
            } catch (LinkageError e) {
                throw new UsageException(
                        "class '" + className + "' cannot be loaded (" + firstLine(e) + "); build it again");
            }
        }
    }

    private UsageException unknown(String className, String methodName) {
        var names = classPath.classNames();
        String simple = simpleName(className);
        String hint = names.stream()
                .filter(n -> simpleName(n).equalsIgnoreCase(simple))
                .findFirst()
                .or(() -> NearNames.nearest(className, names))
                .map(n -> "; did you mean '" + n + "::" + methodName + "'?")
                .orElse("; check its name and the class path");
        return new UsageException("there is no class '" + className + "' on the class path" + hint);
    }

    private static Target method(Class<?> owner, String name) {
        List<Method> all = methods(owner);
        List<Method> named = all.stream().filter(m -> m.getName().equals(name)).toList();
        for (Parameter parameter : List.of(Parameter.PATH, Parameter.STRING)) {
            for (Method m : named) {
                if (takes(m, parameter)) return new Target(owner.getName(), name, parameter);
            }
        }
        if (named.isEmpty()) throw new UsageException(missing(owner, name, all));
        Method wrong = named.getFirst();
        for (Method m : named) {
            for (Parameter parameter : Parameter.values()) {
                if (Arrays.equals(m.getParameterTypes(), new Class<?>[] {parameter.type()})) {
                    throw new UsageException("method '" + words(owner, m) + "' is not static; map calls " + SHAPE);
                }
            }
        }
        throw new UsageException("method '" + words(owner, wrong) + "' does not fit; map calls " + SHAPE);
    }

    private static String missing(Class<?> owner, String name, List<Method> all) {
        var fitting = new TreeSet<String>();
        for (Method m : all) {
            if (takes(m, Parameter.PATH) || takes(m, Parameter.STRING)) fitting.add(m.getName());
        }
        String start = "class '" + owner.getName() + "' has no method '" + name + "'";
        if (fitting.isEmpty()) return start + ", and no method that fits; map calls " + SHAPE;
        return start
                + NearNames.nearest(name, fitting)
                        .map(n -> "; did you mean '" + n + "'?")
                        .orElseGet(() -> "; what fits is '"
                                + fitting.stream().limit(5).collect(Collectors.joining("', '")) + "'");
    }

    /** The methods of the class and, since static methods are inherited, of its superclasses. */
    private static List<Method> methods(Class<?> owner) {
        var all = new ArrayList<Method>();
        try {
            for (@Nullable Class<?> c = owner; c != null && c != Object.class; c = c.getSuperclass()) {
                for (Method m : c.getDeclaredMethods()) {
                    if (!m.isSynthetic()) all.add(m);
                }
            }
        } catch (NoClassDefFoundError e) {
            throw incomplete(owner.getName(), e);
        }
        return all;
    }

    private static UsageException incomplete(String className, NoClassDefFoundError e) {
        String missing = String.valueOf(e.getMessage()).replace('/', '.');
        return new UsageException(
                "class '" + className + "' needs '" + missing + "', which is not on the class path; add its jar");
    }

    private static boolean takes(Method m, Parameter parameter) {
        return Modifier.isStatic(m.getModifiers())
                && m.getParameterCount() == 1
                && m.getParameterTypes()[0] == parameter.type();
    }

    private static String words(Class<?> owner, Method m) {
        return owner.getName() + "::" + m.getName()
                + Stream.of(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String simpleName(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private static String firstLine(Throwable e) {
        return e.toString().lines().findFirst().orElse("");
    }
}
