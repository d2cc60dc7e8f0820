import org.jspecify.annotations.NullMarked;

/** The operating system's calls, one class per family, without policy. The only home of restricted methods. */
@NullMarked
@SuppressWarnings("module") // the modules it is exported to are compiled later
module dev.procession.os {
    requires static transitive org.jspecify;

    exports dev.procession.os to
            dev.procession,
            dev.procession.testkit,
            dev.procession.cli;
}
