import org.jspecify.annotations.NullMarked;

/** For tests that kill processes: kill points, peers, leak check, watchdog. */
@NullMarked
module dev.procession.testkit {
    requires dev.procession.os;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports dev.procession.testkit;
}
