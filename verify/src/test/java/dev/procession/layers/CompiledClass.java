package dev.procession.layers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a class file says about others, read from its constant pool.
 *
 * <p>The pool holds every name that code, descriptors, generic signatures and annotations use, so nothing has to be
 * walked. It does not hold what the compiler inlined (constants of other classes), and a class named by a string
 * literal only is meant to be loose.
 *
 * @param name binary name with dots
 * @param types binary names of our own types that it mentions
 * @param members fields and methods that its code uses, as {@code owner.name} with dots
 */
record CompiledClass(String name, Set<String> types, Set<String> members) {

    private static final Pattern OWN_TYPE = Pattern.compile("dev/procession/(?:\\w+/)*[A-Z][\\w$]*");

    static CompiledClass parse(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        Set<Utf8Entry> literals = new HashSet<>();
        Set<Utf8Entry> texts = new HashSet<>();
        Set<String> types = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case StringEntry literal -> literals.add(literal.utf8());
                case Utf8Entry text -> texts.add(text);
                // Also collected as text below, unless a literal of the same spelling hides it there.
                case ClassEntry type -> addOwnTypes(type.asInternalName(), types);
                case MemberRefEntry member ->
                    members.add(dotted(member.owner().asInternalName()) + "."
                            + member.name().stringValue());
                default -> {}
            }
        }
        texts.removeAll(literals);
        texts.forEach(text -> addOwnTypes(text.stringValue(), types));
        return new CompiledClass(dotted(model.thisClass().asInternalName()), types, members);
    }

    /** Reads all class files below a folder; a module descriptor names packages, not types, and is left out. */
    static List<CompiledClass> readAll(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .map(CompiledClass::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("No class files can be read below " + folder + ": build it first.", e);
        }
    }

    String packageName() {
        return packageOf(name);
    }

    static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('.'));
    }

    private static CompiledClass read(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Class file " + file + " cannot be read.", e);
        }
    }

    private static void addOwnTypes(String text, Set<String> types) {
        OWN_TYPE.matcher(text).results().map(match -> dotted(match.group())).forEach(types::add);
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }
}
