package dev.procession.internal.codec;

import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;

/** A loader with classes that nobody else has, from a jar that does not exist. */
final class ThrowAway extends ClassLoader {
    ThrowAway() {
        super(ThrowAway.class.getClassLoader());
    }

    /** An exception class with a constructor that takes the message. */
    Class<? extends Throwable> exceptionClass(String name, String jar) {
        ClassDesc parent = ConstantDescs.CD_Exception;
        MethodTypeDesc takesMessage = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        type -> type.withFlags(ACC_PUBLIC)
                                .withSuperclass(parent)
                                .withMethodBody(
                                        "<init>",
                                        takesMessage,
                                        ACC_PUBLIC,
                                        code -> code.aload(0)
                                                .aload(1)
                                                .invokespecial(parent, "<init>", takesMessage)
                                                .return_()));
        return define(name, bytes, jar).asSubclass(Throwable.class);
    }

    private Class<?> define(String name, byte[] bytes, String jar) {
        try {
            URL location = URI.create("file:/nowhere/" + jar).toURL();
            CodeSource source = new CodeSource(location, (Certificate[]) null);
            return defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(source, null));
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
