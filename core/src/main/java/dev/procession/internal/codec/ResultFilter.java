package dev.procession.internal.codec;

import dev.procession.DecodingException;
import dev.procession.DomainException;
import dev.procession.EncodingException;
import dev.procession.LockTimeoutException;
import dev.procession.OwnerDiedException;
import dev.procession.ProcessionException;
import dev.procession.RemoteFailure;
import dev.procession.RemoteOrigin;
import dev.procession.internal.sync.BarrierForm;
import dev.procession.internal.sync.ConditionForm;
import dev.procession.internal.sync.SharedForm;
import dev.procession.internal.sync.SharedHandle;
import dev.procession.internal.sync.SharedType;
import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filter for what comes back from a child: values of the JDK, and classes from the same jar or folder as the
 * function that ran. Everything else is refused, in particular proxies and serialised lambdas.
 *
 * <p>An object of an accepted class may run its {@code readObject}. So the list below has classes whose contents are
 * data; those that load, connect or call by name are absent, and so is {@link java.net.URL}, whose hash code asks the
 * network.
 */
public final class ResultFilter implements ObjectInputFilter {
    /** All classes of these packages that are serialisable are values. */
    private static final Set<String> VALUE_PACKAGES =
            Set.of("java.math", "java.time", "java.time.chrono", "java.util.concurrent.atomic");

    private static final Set<String> VALUES = names(
            "java.lang.",
            "Boolean Byte Character Double Enum Float Integer Long Number Object Short StackTraceElement String"
                    + " StringBuffer StringBuilder");
    private static final Set<String> COLLECTIONS = names(
            "java.util.",
            "AbstractMap$SimpleEntry AbstractMap$SimpleImmutableEntry ArrayDeque ArrayList Arrays$ArrayList BitSet"
                    + " CollSer Currency Date EnumMap EnumSet EnumSet$SerializationProxy HashMap HashSet Hashtable"
                    + " IdentityHashMap JumboEnumSet LinkedHashMap LinkedHashSet LinkedList Locale"
                    + " PriorityQueue Properties RegularEnumSet Stack TreeMap TreeSet UUID Vector");
    private static final Set<String> CONCURRENT = names(
            "java.util.concurrent.",
            "ConcurrentHashMap ConcurrentHashMap$CollectionView ConcurrentHashMap$KeySetView"
                    + " ConcurrentHashMap$Segment ConcurrentLinkedDeque ConcurrentLinkedQueue ConcurrentSkipListMap"
                    + " ConcurrentSkipListSet CopyOnWriteArrayList CopyOnWriteArraySet");
    /** The segments that a ConcurrentHashMap still writes for the sake of old readers are locks. */
    private static final Set<String> LOCKS = names(
            "java.util.concurrent.locks.",
            "AbstractOwnableSynchronizer AbstractQueuedSynchronizer ReentrantLock ReentrantLock$NonfairSync"
                    + " ReentrantLock$Sync");

    private static final Set<String> OTHERS = Set.of("java.net.URI", "java.util.regex.Pattern");
    /** What our own side in the child sends. */
    private static final Set<Class<?>> OWN_FORMS = Set.of(
            ProcessionException.class,
            EncodingException.class,
            DecodingException.class,
            RemoteFailure.class,
            DomainException.class,
            LockTimeoutException.class,
            OwnerDiedException.class,
            RemoteOrigin.class,
            PathForm.class,
            ConditionForm.class,
            SharedForm.class,
            BarrierForm.class,
            SharedType.class);

    /** The wrappers: unmodifiable, synchronized, checked, empty, singleton, reverse order. */
    private static final String WRAPPERS = "java.util.Collections$";
    /** What List.of and its like return; asked for when CollSer, which is in the stream, has become one of them. */
    private static final String IMMUTABLE = "java.util.ImmutableCollections$";

    private final Set<String> ownCode;

    private ResultFilter(Set<String> ownCode) {
        this.ownCode = ownCode;
    }

    /**
     * Creates the default filter for a function.
     *
     * @param functionClasses the classes whose jars and folders are the function's own code; those of the JDK add
     *     nothing
     * @return the filter
     */
    public static ResultFilter forClasses(Collection<? extends Class<?>> functionClasses) {
        return new ResultFilter(functionClasses.stream()
                .map(ResultFilter::locationOf)
                .filter(location -> !location.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Puts a user's filter before this one: what that accepts or refuses is accepted or refused, and what it leaves
     * undecided is decided here.
     *
     * @param first the user's filter
     * @return both
     */
    public ObjectInputFilter after(ObjectInputFilter first) {
        return info -> {
            Status status = first.checkInput(info);
            return status == Status.UNDECIDED ? checkInput(info) : status;
        };
    }

    @Override
    public Status checkInput(FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED; // only sizes, and they have their own limits
        }
        while (type.isArray()) {
            type = type.getComponentType();
        }
        // An interface is the type of an array, whose elements are asked for on their own, or of a proxy, which is
        // asked for next, or a class literal. Nothing of it runs.
        return type.isPrimitive() || type.isInterface() || accepts(type) ? Status.ALLOWED : Status.REJECTED;
    }

    private boolean accepts(Class<?> type) {
        if (Proxy.isProxyClass(type) || type.isHidden()) {
            return false;
        }
        if (isOfJdk(type)) {
            return isValueOfJdk(type);
        }
        return OWN_FORMS.contains(type)
                || SharedHandle.class.isAssignableFrom(type) // made by forms only: it refuses every other stream
                || (!ownCode.isEmpty() && ownCode.contains(locationOf(type)));
    }

    private static boolean isValueOfJdk(Class<?> type) {
        if (type.getModule() != Object.class.getModule()) {
            return false;
        }
        String name = type.getName();
        return VALUES.contains(name)
                || COLLECTIONS.contains(name)
                || VALUE_PACKAGES.contains(type.getPackageName())
                || name.startsWith(WRAPPERS)
                || name.startsWith(IMMUTABLE)
                || CONCURRENT.contains(name)
                || LOCKS.contains(name)
                || OTHERS.contains(name)
                || Path.class.isAssignableFrom(type) // made by a PathForm only: it is not serialisable itself
                || Throwable.class.isAssignableFrom(type)
                || Enum.class.isAssignableFrom(type);
    }

    /** By loader and by module name: some modules of the JDK are loaded by the application's loader. */
    private static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader == null || loader.equals(ClassLoader.getPlatformClassLoader())) {
            return true;
        }
        String module = type.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /** Where a class comes from; empty if that is the JDK or unknown. Texts, since URL.equals asks the network. */
    private static String locationOf(Class<?> type) {
        if (isOfJdk(type)) {
            return "";
        }
        @Nullable CodeSource source = type.getProtectionDomain().getCodeSource();
        @Nullable URL location = source == null ? null : source.getLocation();
        return location == null ? "" : location.toExternalForm();
    }

    private static Set<String> names(String prefix, String spaced) {
        return Set.of(spaced.split(" ")).stream().map(prefix::concat).collect(Collectors.toUnmodifiableSet());
    }
}
