package dev.procession.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kill points: where they are, and that a process dies there and nowhere else. */
@ExtendWith({LeakCheck.class, Watchdog.class, PeerParameters.class})
final class KillPointTest {
    private static final int KILLED = 128 + 9;

    /** A class as one that is shipped: no word in it about tests. */
    static final class Mailbox {
        private Mailbox() {}

        static void post(MemorySegment at, int value) {
            System.out.println("posting " + value);
            at.set(ValueLayout.JAVA_INT, 0, value);
            System.out.println("wrote " + value);
            at.set(ValueLayout.JAVA_INT, 4, 1);
            System.out.println("posted " + value);
        }

        static int take(MemorySegment at) {
            return at.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** Posts twice. */
    static final class Poster {
        private Poster() {}

        public static void main(String[] args) {
            MemorySegment memory = MemorySegment.ofArray(new int[2]);
            Mailbox.post(memory, 1);
            Mailbox.post(memory, 2);
            System.out.println("survived with " + Mailbox.take(memory));
        }
    }

    private static final WovenClasses WOVEN = WovenClasses.of(Steps.stores(), Mailbox.class);

    @AfterAll
    static void close() {
        WOVEN.close();
    }

    private static KillPoint point(String end) {
        return WOVEN.point("KillPointTest.Mailbox.post " + end);
    }

    /** One point before the first step of a method, one after each; none where nothing is stored. */
    @Test
    void pointsLieBetweenSteps() {
        assertThat(WOVEN.points(Mailbox.class))
                .extracting(KillPoint::name)
                .containsExactly(
                        "KillPointTest.Mailbox.post before set",
                        "KillPointTest.Mailbox.post after set",
                        "KillPointTest.Mailbox.post after set#2");
    }

    /** Calls of one's own classes can be steps too. */
    @Test
    void stepsMayBeOnesOwnCalls() {
        try (var woven = WovenClasses.of(Steps.calls(Mailbox.class, "post").or(Steps.stores()), Poster.class)) {
            assertThat(woven.points())
                    .extracting(KillPoint::name)
                    .containsExactly(
                            "KillPointTest.Poster.main before post",
                            "KillPointTest.Poster.main after post",
                            "KillPointTest.Poster.main after post#2");
        }
    }

    /** The process does what stands before the point, and nothing of what stands behind it. */
    @Test
    void aPeerDiesAtItsPoint(Peers peers) throws Exception {
        Peer peer = peers.start(PeerSpec.of(Poster.class).withKillAt(WOVEN, point("after set")));
        assertThat(peer.awaitEnd()).isEqualTo(KILLED);
        assertThat(peer.output()).containsExactly("posting 1");
    }

    /** A later passing can be meant. */
    @Test
    void aPeerDiesAtALaterPassing(Peers peers) throws Exception {
        Peer peer = peers.start(PeerSpec.of(Poster.class).withKillAt(WOVEN, point("after set#2"), 2));
        assertThat(peer.awaitEnd()).isEqualTo(KILLED);
        assertThat(peer.output()).containsExactly("posting 1", "wrote 1", "posted 1", "posting 2", "wrote 2");
    }

    /** A process that arms itself dies as well. */
    @Test
    void aProcessMayArmItself(Peers peers) throws Exception {
        PeerSpec spec = PeerSpec.of(Armed.class, point("before set").name());
        Peer peer = peers.start(spec.withClassPath(WOVEN.before(spec.classPath())));
        assertThat(peer.awaitEnd()).isEqualTo(KILLED);
        assertThat(peer.output()).containsExactly("posting 1");
    }

    /** Arms itself, and posts. */
    static final class Armed {
        private Armed() {}

        public static void main(String[] args) {
            KillSwitch.arm(args[0]);
            Poster.main(args);
        }
    }

    /** Of all processes that pass, one takes the ticket and dies. */
    @Test
    void aTicketIsForOne(Peers peers, @TempDir Path folder) throws Exception {
        Path ticket = Files.createFile(folder.resolve("ticket"));
        PeerSpec spec = PeerSpec.of(Poster.class)
                .withKillAt(WOVEN, point("after set"))
                .withJvmFlags("-D" + KillSwitch.TICKET + "=" + ticket);
        assertThat(peers.start(spec).awaitEnd()).isEqualTo(KILLED);
        assertThat(ticket).doesNotExist();
        assertThat(peers.start(spec).awaitEnd()).isZero();
    }

    /** Woven classes do what the originals do, armed for nothing or stirred. */
    @Test
    void wovenClassesAreTheSame(Peers peers) throws Exception {
        Peer stirred = peers.start(PeerSpec.of(Poster.class).withStirring(WOVEN, 42));
        assertThat(stirred.awaitEnd()).isZero();
        assertThat(stirred.output()).hasSize(7).last().isEqualTo("survived with 2");
    }

    /** A name that is none is refused, with those that there are. */
    @Test
    void aPointThatIsNoneIsRefused() {
        assertThatThrownBy(() -> WOVEN.point("KillPointTest.Mailbox.post after get"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("after set#2");
    }

    /** The copies are gone when they are closed. */
    @Test
    void closingDeletesTheCopies() {
        WovenClasses woven = WovenClasses.of(Steps.stores(), Mailbox.class);
        Path copies = woven.before(List.of()).getFirst();
        woven.close();
        assertThat(copies).doesNotExist();
    }

    /** What cannot be read is said. */
    @Test
    void aClassWithoutAFileIsRefused() {
        Runnable lambda = () -> {
            throw new UncheckedIOException(new IOException());
        };
        assertThatThrownBy(() -> WovenClasses.of(Steps.stores(), lambda.getClass()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
    }
}
