import org.jspecify.annotations.NullMarked;

/** The {@code procession} command. */
@NullMarked
module dev.procession.cli {
    requires dev.procession;
    requires dev.procession.os;
    requires info.picocli;
    requires static transitive org.jspecify;

    opens dev.procession.cli to
            info.picocli;
}
