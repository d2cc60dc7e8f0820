package dev.procession.examples.demo;

import dev.procession.Certificate;
import dev.procession.EncodingException;
import dev.procession.LossCause;
import dev.procession.RemoteFailure;
import dev.procession.RemoteFunction;
import dev.procession.pool.Done;
import dev.procession.pool.Failed;
import dev.procession.pool.Lost;
import dev.procession.pool.Outcome;
import java.util.regex.Pattern;

/** The hostile tasks, each under two names, and what is documented to become of them. */
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
enum HostileTask {
    THROWS("throws", "failed: the exception, remote stack", Hostile::throwException, Innocent::readTitle),
    UNSENDABLE("throws what cannot be sent", "failed: stand-in", Hostile::throwUnsendable, Innocent::readAuthor),
    UNENCODABLE(
            "returns what cannot be sent", "failed: path of fields", Hostile::returnUnencodable, Innocent::readSubject),
    OUT_OF_MEMORY(
            "allocates 10 GB",
            "failed: OutOfMemoryError, heap figures",
            Hostile::allocateTenGigabytes,
            Innocent::countWords),
    STACK_OVERFLOW(
            "overflows the stack",
            "failed: StackOverflowError, heap figures",
            Hostile::overflowStack,
            Innocent::countPages),
    EXITS("calls System.exit(3)", "lost: exit 3, its caller", Hostile::exit, Innocent::findLinks),
    HALTS("calls Runtime.halt(9)", "lost: exit 9, caller unknown", Hostile::halt, Innocent::findTables),
    CRASHES("crashes in native code", "lost: SIGSEGV in its frame", Hostile::crash, Innocent::readFonts),
    LOOPS("loops for ever", "lost: timed out", Hostile::loopForEver, Innocent::readImages),
    KILLED("is killed from outside", "lost: SIGKILL", Hostile::waitToBeKilled, Innocent::readBookmarks),
    FLOODS("prints 100,000 lines", "done", Hostile::floodOutput, Innocent::readComments);

    private static final Pattern HEAP_FIGURES = Pattern.compile("heap \\d+ of \\d+ MiB");

    private final String words;
    private final String expected;
    private final RemoteFunction<String, Object> hostile;
    private final RemoteFunction<String, Object> innocent;

    HostileTask(
            String words,
            String expected,
            RemoteFunction<String, Object> hostile,
            RemoteFunction<String, Object> innocent) {
        this.words = words;
        this.expected = expected;
        this.hostile = hostile;
        this.innocent = innocent;
    }

    String words() {
        return words;
    }

    String expected() {
        return expected;
    }

    RemoteFunction<String, Object> function(boolean renamed) {
        return renamed ? innocent : hostile;
    }

    /** Whether the outcome is the documented one. */
    boolean isExpected(Outcome<?, ?> outcome) {
        return switch (outcome) {
            case Done<?, ?>(var _, var value, var _) ->
                this == FLOODS && Integer.valueOf(Bodies.LINES).equals(value);
            case Failed<?, ?>(var _, var cause, var _) -> isExpected(cause);
            case Lost<?, ?>(var _, var certificate, var _) -> isExpected(certificate);
        };
    }

    private boolean isExpected(Throwable cause) {
        return switch (this) {
            case THROWS ->
                cause instanceof IllegalStateException
                        && Bodies.MESSAGE.equals(cause.getMessage())
                        && hasBody(cause, 1);
            case UNSENDABLE ->
                cause instanceof RemoteFailure
                        && Failure.className(cause).endsWith("Unsendable")
                        && Failure.message(cause).contains(Bodies.MESSAGE)
                        && hasBody(cause, 2);
            case UNENCODABLE ->
                Failure.className(cause).equals(EncodingException.class.getName())
                        && Failure.message(cause).contains("field book")
                        && Failure.message(cause).contains("field reader");
            case OUT_OF_MEMORY -> cause instanceof OutOfMemoryError && hasBody(cause, 4) && hasHeap(cause);
            case STACK_OVERFLOW -> cause instanceof StackOverflowError && hasHeap(cause);
            default -> false;
        };
    }

    private boolean isExpected(Certificate certificate) {
        return switch (certificate.cause()) {
            case LossCause.Exited(int code, var caller) ->
                (this == EXITS && code == 3 && caller.orElse("").contains("body6"))
                        || (this == HALTS && code == 9 && caller.isEmpty());
            case LossCause.NativeCrash(var signal, var frame, var _) ->
                this == CRASHES && signal.equals("SIGSEGV") && frame.contains("libc");
            case LossCause.TimedOut _ -> this == LOOPS;
            case LossCause.Signaled(int signal, var _) -> this == KILLED && signal == 9;
            default -> false;
        };
    }

    /** Whether it is said how full the heap was. */
    private static boolean hasHeap(Throwable cause) {
        return HEAP_FIGURES.matcher(Failure.stack(cause)).find();
    }

    private static boolean hasBody(Throwable cause, int number) {
        return Failure.stack(cause).contains("Bodies.body" + number + "(");
    }
}
