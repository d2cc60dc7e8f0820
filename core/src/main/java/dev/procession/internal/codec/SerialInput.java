package dev.procession.internal.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** Java serialisation without the header, with the classes of a decoder and under its guard. */
final class SerialInput extends ObjectInputStream {
    private final Decoder decoder;

    SerialInput(InputStream in, Decoder decoder, DecodeGuard guard) throws IOException {
        super(in);
        this.decoder = decoder;
        if (decoder.filters()) {
            setObjectInputFilter(guard);
        }
    }

    /** There is none; {@link SerialOutput} has left it out. */
    @Override
    protected void readStreamHeader() {}

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
        return decoder.find(description.getName());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
        Class<?>[] interfaces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            interfaces[i] = decoder.find(names[i]);
        }
        try {
            // An instance that nobody keeps, since the JDK deprecates asking for the class itself.
            return Proxy.newProxyInstance(decoder.loader(), interfaces, (proxy, method, arguments) -> {
                        throw new UnsupportedOperationException(method.getName());
                    })
                    .getClass();
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException("a proxy of " + String.join(", ", names), e);
        }
    }
}
