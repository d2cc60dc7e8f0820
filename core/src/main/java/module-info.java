import org.jspecify.annotations.NullMarked;

/** Runs Java tasks in supervised child processes. */
@NullMarked
module dev.procession {
    requires dev.procession.os;
    requires java.management;
    requires static java.logging;
    requires static jdk.jfr;
    requires static transitive org.jspecify;

    exports dev.procession;
    exports dev.procession.pool;
    exports dev.procession.process;
    exports dev.procession.sync;
}
