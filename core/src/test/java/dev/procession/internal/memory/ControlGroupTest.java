package dev.procession.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from folders that look like those of control groups. */
final class ControlGroupTest {
    @TempDir
    Path base;

    private Path v1;
    private Path v2;
    private Path list;

    @BeforeEach
    void folders() throws Exception {
        v1 = base.resolve("v1");
        v2 = Files.createDirectories(base.resolve("v2"));
        list = base.resolve("cgroup");
    }

    private ControlGroup read(String... lines) throws Exception {
        Files.write(list, List.of(lines));
        return ControlGroup.at(list, v1, List.of(v2, base.resolve("unified")));
    }

    private static Path group(Path folder, String... namesAndTexts) throws Exception {
        Files.createDirectories(folder);
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            Files.writeString(folder.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
        }
        return folder;
    }

    /** Version 2: the group and all above it count; the smallest limit is the limit. */
    @Test
    void versionTwoReadsTheChain() throws Exception {
        group(v2);
        Path upper = group(
                v2.resolve("a"),
                "memory.max",
                "1000000\n",
                "memory.current",
                "700000\n",
                "memory.stat",
                "anon 5\ninactive_file 100000\n",
                "memory.events",
                "oom_kill 9\n");
        Path own = group(
                v2.resolve("a/b"),
                "memory.max",
                "max\n",
                "memory.current",
                "600000\n",
                "memory.stat",
                "inactive_file 1\n",
                "memory.events",
                "low 0\noom 4\noom_kill 3\noom_group_kill 2\n");
        ControlGroup group = read("0::/a/b");
        assertThat(group.isKnown()).isTrue();
        assertThat(group.version1()).isFalse();
        assertThat(group.chain()).containsExactly(own, upper, v2);
        assertThat(group.oomKills()).isEqualTo(3);
        assertThat(group.limitBytes()).isEqualTo(1_000_000);
        assertThat(group.usageBytes()).isEqualTo(700_000);
        assertThat(group.headroomBytes()).isEqualTo(400_000);
    }

    /** Version 1: a limit that is no limit is a very large number, and keys that begin alike are told apart. */
    @Test
    void versionOneReadsItsOwnNames() throws Exception {
        group(v1, "memory.limit_in_bytes", "9223372036854771712\n", "memory.usage_in_bytes", "5\n");
        group(
                v1.resolve("x"),
                "memory.limit_in_bytes",
                "4096\n",
                "memory.usage_in_bytes",
                "4000\n",
                "memory.stat",
                "inactive_file 1\ntotal_inactive_file 50\n",
                "memory.oom_control",
                "oom_kill_disable 1\nunder_oom 0\noom_kill 6\n");
        ControlGroup group = read("5:cpu,cpuacct:/", "4:memory:/x", "0::/");
        assertThat(group.version1()).isTrue();
        assertThat(group.oomKills()).isEqualTo(6);
        assertThat(group.limitBytes()).isEqualTo(4096);
        assertThat(group.usageBytes()).isEqualTo(4000);
        assertThat(group.headroomBytes()).isEqualTo(146);
    }

    /** Without any limit there is no bound, whatever is used. */
    @Test
    void withoutALimitThereIsNoBound() throws Exception {
        group(v2, "memory.events", "oom_kill 0\n", "memory.max", "max\n", "memory.current", "77\n");
        ControlGroup group = read("0::/");
        assertThat(group.limitBytes()).isEqualTo(Long.MAX_VALUE);
        assertThat(group.headroomBytes()).isEqualTo(Long.MAX_VALUE);
    }

    /** A group over its limit has no room, and not a negative one. */
    @Test
    void headroomIsNeverNegative() throws Exception {
        group(v2, "memory.events", "", "memory.max", "10\n", "memory.current", "500\n");
        assertThat(read("0::/").headroomBytes()).isZero();
    }

    /** A path as it is seen from outside the container, or one that climbs out, means the root of what is mounted. */
    @Test
    void aPathFromOutsideMeansTheRoot() throws Exception {
        group(v2, "memory.events", "oom_kill 1\n");
        assertThat(read("0::/docker/0123").chain()).containsExactly(v2);
        assertThat(read("0::/../../etc").chain()).containsExactly(v2);
        assertThat(read("0::/..").oomKills()).isEqualTo(1);
    }

    /** What makes no sense is no group, and no limit. */
    @Test
    void nonsenseIsNoGroup() throws Exception {
        assertThat(read("", "nonsense", ":", "0:", "7:pids:/x").isKnown()).isFalse();
        assertThat(read("0::/").limitBytes()).isEqualTo(Long.MAX_VALUE);
        Files.delete(list);
        assertThat(ControlGroup.at(list, v1, List.of(v2)).isKnown()).isFalse();
    }
}
