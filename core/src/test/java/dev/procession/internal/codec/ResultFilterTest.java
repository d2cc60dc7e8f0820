package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procession.DecodingException;
import dev.procession.RemoteCallable;
import java.io.ObjectInputFilter;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What results may be made of. */
@SuppressWarnings("JavaUtilDate") // results may still be old
final class ResultFilterTest {
    private record Handler() implements InvocationHandler, Serializable {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
            return null;
        }
    }

    private static final class Own implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    /** All that a result usually is, of the JDK and of the function's own code. */
    @Test
    void valuesPass() {
        List<Object> values = new ArrayList<>(Samples.ofEachKind().values());
        values.addAll(List.of(
                Instant.EPOCH,
                ZonedDateTime.parse("2024-02-29T12:00+01:00[Europe/Berlin]"),
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                new Date(0),
                BitSet.valueOf(new long[] {5}),
                EnumSet.of(TimeUnit.DAYS),
                new Properties(),
                Arrays.asList(1, 2),
                new TreeSet<>(Comparator.reverseOrder()),
                Collections.synchronizedMap(new java.util.HashMap<>(Map.of(1, 2))),
                new ConcurrentSkipListMap<>(Map.of(1, 2)),
                new CopyOnWriteArrayList<>(List.of("a")),
                new AtomicReference<>(new StringBuilder("b")),
                new LongAdder(),
                new Map.Entry<?, ?>[] {new java.util.AbstractMap.SimpleEntry<>(1, 2)},
                new Own[] {new Own()},
                List.class,
                new java.io.UncheckedIOException(new java.io.FileNotFoundException("f"))));
        for (Object value : values) {
            byte[] message = Messages.encode(value);
            assertThatCode(() ->
                            assertThat(Messages.suspicious().decode(message)).hasSameClassAs(value))
                    .as(value.getClass().getName())
                    .doesNotThrowAnyException();
        }
    }

    /** What loads, connects or calls by name is refused, and the message says which class and which option. */
    @Test
    void gadgetsAreRefused() throws Exception {
        RemoteCallable<String> lambda = () -> "x";
        Object proxy = Proxy.newProxyInstance(
                ResultFilterTest.class.getClassLoader(), new Class<?>[] {Comparator.class}, new Handler());
        refused(lambda, "java.lang.invoke.SerializedLambda");
        refused(proxy, "$Proxy");
        refused(URI.create("file:/x").toURL(), "java.net.URL");
        refused(new java.rmi.server.ObjID(), "java.rmi.server.ObjID");
        refused(
                new javax.management.BadAttributeValueExpException("x"),
                "javax.management.BadAttributeValueExpException");
        refused(new java.io.File("x"), "java.io.File");
        refused(new ArrayList<>(List.of(new java.rmi.server.ObjID())), "java.rmi.server.ObjID");
    }

    /** Own code is what comes from the same jar or folder; a class of the JDK adds none. */
    @Test
    void ownCodeIsTheSameJar() {
        ThrowAway loader = new ThrowAway();
        Class<?> function = loader.exceptionClass("com.acme.Function", "a.jar");
        Class<?> sibling = loader.exceptionClass("com.acme.Sibling", "a.jar");
        Class<?> stranger = loader.exceptionClass("com.acme.Stranger", "b.jar");
        ResultFilter filter = ResultFilter.forClasses(List.of(function));
        assertThat(status(filter, sibling)).isEqualTo(ObjectInputFilter.Status.ALLOWED);
        assertThat(status(filter, stranger)).isEqualTo(ObjectInputFilter.Status.REJECTED);
        assertThat(status(filter, Own.class)).isEqualTo(ObjectInputFilter.Status.REJECTED);
        ResultFilter jdk = ResultFilter.forClasses(List.of(String.class, javax.management.ObjectName.class));
        assertThat(status(jdk, Own.class)).isEqualTo(ObjectInputFilter.Status.REJECTED);
        assertThat(status(jdk, javax.management.ObjectName.class)).isEqualTo(ObjectInputFilter.Status.REJECTED);
        assertThat(status(jdk, String.class)).isEqualTo(ObjectInputFilter.Status.ALLOWED);
    }

    /** Records in our own encoding are judged like everything else. */
    @Test
    void compactRecordsAreJudged() {
        Decoder decoder = decoder(ResultFilter.forClasses(List.of(String.class)));
        byte[] message = Messages.encode(new Samples.Point(1, 2));
        assertThatThrownBy(() -> decoder.decode(message))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("class " + Samples.Point.class.getName() + " is not accepted");
    }

    /** A user's filter widens, narrows, and leaves the rest to this one. */
    @Test
    void combination() {
        ResultFilter own = ResultFilter.forClasses(List.of(ResultFilterTest.class));
        ObjectInputFilter user = own.after(ObjectInputFilter.Config.createFilter("java.rmi.server.*;!java.util.Date"));
        Object id = new java.rmi.server.ObjID();
        assertThat(status(user, java.rmi.server.ObjID.class)).isEqualTo(ObjectInputFilter.Status.ALLOWED);
        assertThat(status(user, Date.class)).isEqualTo(ObjectInputFilter.Status.REJECTED);
        assertThat(status(user, String.class)).isEqualTo(ObjectInputFilter.Status.ALLOWED);
        assertThat(status(user, java.net.URL.class)).isEqualTo(ObjectInputFilter.Status.REJECTED);
        // An ObjID is refused by this filter alone because of its UID as well; the pattern accepts both packages.
        Decoder wide = decoder(own.after(ObjectInputFilter.Config.createFilter("java.rmi.**")));
        assertThat(wide.decode(Messages.encode(id))).isEqualTo(id);
        assertThatThrownBy(() -> decoder(user).decode(Messages.encode(new ArrayList<>(List.of(new Date(0))))))
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("java.util.Date");
    }

    private static ObjectInputFilter.Status status(ObjectInputFilter filter, Class<?> type) {
        return filter.checkInput(new Asked(type));
    }

    private record Asked(Class<?> serialClass) implements ObjectInputFilter.FilterInfo {
        @Override
        public long arrayLength() {
            return -1;
        }

        @Override
        public long depth() {
            return 1;
        }

        @Override
        public long references() {
            return 1;
        }

        @Override
        public long streamBytes() {
            return 1;
        }
    }

    private static Decoder decoder(ObjectInputFilter filter) {
        return new Decoder(ResultFilterTest.class.getClassLoader(), filter, DecodeLimits.RESULTS);
    }

    private static void refused(Object value, String className) {
        byte[] message = Messages.encode(value);
        assertThatThrownBy(() -> Messages.suspicious().decode(message))
                .as(className)
                .isInstanceOf(DecodingException.class)
                .hasMessageContaining("is not accepted from another process")
                .hasMessageContaining(className)
                .hasMessageContaining("withResultFilter");
    }
}
