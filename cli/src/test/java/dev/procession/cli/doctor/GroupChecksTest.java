package dev.procession.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of control groups of either version. */
final class GroupChecksTest {
    private static final long MIB = 1L << 20;

    @TempDir
    Path root;

    private FakeMachine fake;

    @BeforeEach
    void machine() throws IOException {
        fake = new FakeMachine(root);
    }

    /** A machine whose groups /a/b are of version 2. */
    private FakeMachine version2() throws IOException {
        for (String group : new String[] {"", "/a", "/a/b"}) {
            fake.with("/sys/fs/cgroup" + group + "/cgroup.controllers", "cpu memory pids\n");
        }
        return fake.with("/proc/self/cgroup", "0::/a/b\n");
    }

    /** The smallest rest on the way up counts, page cache that can be given back included. */
    @ParameterizedTest(name = "{0} MiB used of 1000: {2}")
    @CsvSource({"100, 900, OK", "800, 200, NOTE", "990, 10, PROBLEM"})
    void memoryLeftIsGraded(long used, long left, Level level) throws IOException {
        version2()
                .with("/sys/fs/cgroup/a/memory.max", 1000 * MIB + "\n")
                .with("/sys/fs/cgroup/a/memory.current", (used + 50) * MIB + "\n")
                .with("/sys/fs/cgroup/a/memory.stat", "anon 5\ninactive_file " + 50 * MIB + "\n")
                .with("/sys/fs/cgroup/a/b/memory.max", "max\n");
        Finding finding = GroupChecks.memory(fake.machine());
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).isEqualTo("1000 MiB, " + left + " MiB of it left");
    }

    /** Version 1 has names of its own, and says "no limit" by a very large number. */
    @Test
    void versionOneIsRead() throws IOException {
        fake.with("/proc/self/cgroup", "4:memory:/x\n3:cpu,cpuacct:/\n0::/\n")
                .with("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
                .with("/sys/fs/cgroup/memory/x/memory.limit_in_bytes", 500 * MIB + "\n")
                .with("/sys/fs/cgroup/memory/x/memory.usage_in_bytes", 480 * MIB + "\n")
                .with("/sys/fs/cgroup/memory/x/memory.stat", "total_inactive_file " + 10 * MIB + "\n")
                .with("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n")
                .with("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        assertThat(GroupChecks.memory(fake.machine()).found()).isEqualTo("500 MiB, 30 MiB of it left");
        assertThat(GroupChecks.memory(fake.machine()).level()).isEqualTo(Level.PROBLEM);
        assertThat(GroupChecks.processors(fake.machine(), 4).found()).isEqualTo("4, of which a quota leaves 0.50");
    }

    /** A group that the kernel kills as one costs the program its containment, wherever on the way up that is said. */
    @Test
    void groupThatIsKilledAsOneIsAProblem() throws IOException {
        version2().with("/sys/fs/cgroup/a/b/memory.oom.group", "0\n").with("/sys/fs/cgroup/a/memory.oom.group", "1\n");
        Finding finding = GroupChecks.groupKill(fake.machine());
        assertThat(finding.level()).isEqualTo(Level.PROBLEM);
        assertThat(finding.found()).isEqualTo("1 in " + root.resolve("sys/fs/cgroup/a"));
        assertThat(finding.remedy()).contains("memory.oom.group");
        fake.with("/sys/fs/cgroup/a/memory.oom.group", "0\n");
        assertThat(GroupChecks.groupKill(fake.machine()).level()).isEqualTo(Level.OK);
    }

    /** Less than one processor is worth a note; no quota, or one above what there is, is not. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"50000 100000, NOTE", "150000 100000, OK", "max 100000, OK", "nonsense, OK"})
    void processorQuotaIsGraded(String quota, Level level) throws IOException {
        version2().with("/sys/fs/cgroup/a/cpu.max", quota + "\n");
        assertThat(GroupChecks.processors(fake.machine(), 2).level()).isEqualTo(level);
    }

    /** What is left of pids.max is graded; the tightest group counts. */
    @ParameterizedTest(name = "{0} of 1000: {1}")
    @CsvSource({"10, OK", "600, NOTE", "990, PROBLEM"})
    void processesLeftAreGraded(int used, Level level) throws IOException {
        version2()
                .with("/sys/fs/cgroup/a/pids.max", "1000\n")
                .with("/sys/fs/cgroup/a/pids.current", used + "\n")
                .with("/sys/fs/cgroup/a/b/pids.max", "max\n");
        assertThat(GroupChecks.processes(fake.machine()).level()).isEqualTo(level);
    }

    /** A path that only the host knows, or that climbs out, means the root of what is mounted. */
    @ParameterizedTest
    @CsvSource({"/docker/0123", "/../../etc"})
    void pathFromOutsideMeansTheRoot(String path) throws IOException {
        version2().with("/proc/self/cgroup", "0::" + path + "\n").with("/sys/fs/cgroup/pids.max", "10\n");
        assertThat(GroupChecks.processes(fake.machine()).level()).isEqualTo(Level.PROBLEM);
    }

    /** Where there is nothing to read, nothing is wrong. */
    @Test
    void withoutGroupsNothingIsWrong() {
        Machine empty = fake.machine();
        assertThat(GroupChecks.memory(empty).level()).isEqualTo(Level.OK);
        assertThat(GroupChecks.groupKill(empty).level()).isEqualTo(Level.OK);
        assertThat(GroupChecks.processors(empty, 2).level()).isEqualTo(Level.OK);
        assertThat(GroupChecks.processes(empty).level()).isEqualTo(Level.OK);
    }
}
