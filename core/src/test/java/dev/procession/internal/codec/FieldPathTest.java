package dev.procession.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.EncodingException;
import dev.procession.RemoteCallable;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The first line of a refusal is the way from the value to what is not serialisable. */
@SuppressWarnings({"serial", "ObjectToString"}) // fields that are not serialisable are the subject
final class FieldPathTest {
    private static final String HERE = FieldPathTest.class.getName();

    private static final class Source {}

    private static final class Pool implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused") // read by serialisation
        private final Object dataSource = new Source();
    }

    private static class Db implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("unused") // read by serialisation
        final Pool pool = new Pool();

        /** The shorter way, which is not taken. */
        @SuppressWarnings("unused")
        final transient Source skipped = new Source();
    }

    private static final class BigDb extends Db {
        @Serial
        private static final long serialVersionUID = 1L;
    }

    private record Wrapper(String name, @Nullable Object content) implements Serializable {}

    private static final class Replaced implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private Object writeReplace() {
            return new Wrapper("r", new Source());
        }
    }

    /** Pretends to have elements without end. */
    private static final class Endless extends ArrayList<Object> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public java.util.Iterator<Object> iterator() {
            return java.util.stream.Stream.generate(Object::new).iterator();
        }
    }

    private final Source ownSource = new Source();

    @Test
    void capturedValue() {
        String first = "fine";
        Db db = new Db();
        RemoteCallable<String> task = () -> first + db;
        assertThat(path(task))
                .matches("captured value #2 \\(\\Q" + HERE
                        + "$Db\\E\\) of lambda FieldPathTest::lambda\\$capturedValue\\$\\S+"
                        + " → field pool → field dataSource \\(\\Q" + HERE
                        + "$Source\\E\\) is not Serializable \\[PRC-303]");
    }

    @Test
    void capturedThis() {
        RemoteCallable<String> task = () -> "x" + ownSource;
        assertThat(path(task))
                .startsWith("captured value #1, this (" + HERE + ") of lambda FieldPathTest::lambda$capturedThis$")
                .endsWith(" is not Serializable [PRC-303]");
    }

    @Test
    void lambdaInAField() {
        Source source = new Source();
        RemoteCallable<String> task = () -> "x" + source;
        assertThat(path(new Wrapper("w", task)))
                .startsWith("a value (" + HERE + "$Wrapper) → field content → captured value #1 (" + HERE + "$Source)");
    }

    @Test
    void fieldOfASuperclass() {
        assertThat(path(new BigDb()))
                .isEqualTo("a value (" + HERE + "$BigDb) → field pool → field dataSource (" + HERE
                        + "$Source) is not Serializable [PRC-303]");
    }

    @Test
    void elementsEntriesAndComponents() {
        Object list = new ArrayList<>(List.of("a", new Object[] {1, new Wrapper("w", new Source())}));
        assertThat(path(new HashMap<>(Map.of("key", list))))
                .isEqualTo(
                        "a value (java.util.HashMap) → value for key \"key\" → element [1] → element [1] → field content"
                                + " (" + HERE + "$Source) is not Serializable [PRC-303]");
    }

    @Test
    void comparator() {
        Comparator<String> comparator = (a, b) -> b.compareTo(a);
        TreeMap<String, Integer> map = new TreeMap<>(comparator);
        map.put("a", 1);
        assertThat(path(map))
                .isEqualTo("a value (java.util.TreeMap) → comparator (a lambda written in " + HERE
                        + ") is not Serializable [PRC-303]");
    }

    @Test
    void replacementReferenceAndCause() {
        assertThat(path(new Replaced()))
                .isEqualTo("a value (" + HERE + "$Replaced) → its replacement → field content (" + HERE
                        + "$Source) is not Serializable [PRC-303]");
        assertThat(path(new AtomicReference<>(new Source())))
                .contains("(java.util.concurrent.atomic.AtomicReference) → value (");
    }

    @Test
    void theValueItself() {
        assertThat(path(new Source())).isEqualTo("a value (" + HERE + "$Source) is not Serializable [PRC-303]");
    }

    /** Circles end; a collection that does not is left after a bounded number of elements. */
    @Test
    void circlesAndEndlessCollections() {
        Object[] circle = new Object[2];
        circle[0] = circle;
        circle[1] = new Source();
        assertThat(path(circle)).startsWith("a value (java.lang.Object[]) → element [1] (");
        Endless endless = new Endless();
        endless.add(new Source());
        assertThat(path(endless))
                .isEqualTo("somewhere in a value (" + HERE + "$Endless), an object of " + HERE
                        + "$Source is not Serializable [PRC-303]");
    }

    private static String path(Object value) {
        EncodingException refusal =
                Assertions.catchThrowableOfType(EncodingException.class, () -> Messages.encode(value));
        assertThat(refusal).as("refusal of %s", value.getClass()).isNotNull();
        return String.valueOf(refusal.getMessage()).lines().findFirst().orElseThrow();
    }
}
