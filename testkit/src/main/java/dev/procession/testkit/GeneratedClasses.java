package dev.procession.testkit;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Classes that nobody needs: one class file, defined again and again as a hidden class. */
final class GeneratedClasses {
    private static final int METHODS = 200;

    private GeneratedClasses() {}

    /** Defines classes until their files have so many bytes together; they live as long as the list does. */
    static List<Class<?>> define(long bytes) {
        byte[] file = file();
        var classes = new ArrayList<Class<?>>();
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        for (long defined = 0; defined < bytes; defined += file.length) {
            try {
                classes.add(lookup.defineHiddenClass(file, false).lookupClass());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a class of this package may not be defined here", e);
            }
        }
        return classes;
    }

    private static byte[] file() {
        String packageName = GeneratedClasses.class.getPackageName();
        return ClassFile.of().build(ClassDesc.of(packageName, "Ballast"), type -> {
            for (int i = 0; i < METHODS; i++) {
                String text = "method number " + i; // a constant of its own each
                type.withMethodBody(
                        "ballast" + i,
                        MethodTypeDesc.of(ConstantDescs.CD_String),
                        ClassFile.ACC_STATIC,
                        code -> code.ldc(text).areturn());
            }
        });
    }
}
