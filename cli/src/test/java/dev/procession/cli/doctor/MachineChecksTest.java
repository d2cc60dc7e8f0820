package dev.procession.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procession.cli.doctor.Finding.Level;
import dev.procession.os.Descriptor;
import dev.procession.os.FileLocks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of kernel, JDK, limits, shared memory and the system around, on machines that are folders. */
final class MachineChecksTest {
    private static final long MIB = 1L << 20;
    private static final int HUMAN = 1000;

    @TempDir
    Path root;

    private FakeMachine fake;

    @BeforeEach
    void machine() {
        fake = new FakeMachine(root);
    }

    /** Old kernels, and those that refuse a call, are told by what then is missing. */
    @ParameterizedTest(name = "Linux {0}, futex_waitv {1}, refusal {2}: {3}")
    @CsvSource({
        "6.15.0, true, '', OK",
        "7.0.1-x, true, '', OK",
        "6.14.9, true, '', NOTE",
        "6.18.0, false, '', NOTE",
        "5.3.18, false, '', PROBLEM",
        "6.18.0, true, EPERM, PROBLEM",
        "odd, true, '', OK"
    })
    void kernelIsGraded(String release, boolean waitAny, String refusal, Level level) throws IOException {
        fake.with("/proc/sys/kernel/osrelease", release + "\n");
        Finding finding = KernelChecks.kernel(fake.machine(), waitAny, refusal);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).startsWith("Linux " + release);
    }

    /** The C library is what is mapped. */
    @ParameterizedTest
    @CsvSource({
        "/usr/lib/x86_64-linux-gnu/libc.so.6, OK, glibc",
        "/lib/ld-musl-x86_64.so.1, NOTE, musl",
        "/system/lib64/libc.so, NOTE, unknown"
    })
    void libraryIsNamed(String file, Level level, String name) throws IOException {
        fake.with("/proc/self/maps", "7f0-7f1 r-xp 0000 00:1 1 " + file + "\n");
        assertThat(KernelChecks.libc(fake.machine()).level()).isEqualTo(level);
        assertThat(KernelChecks.libc(fake.machine()).found()).isEqualTo(name);
    }

    /** An image without a launcher can start no child; one without a module lacks what needs it. */
    @Test
    void imagesAreJudgedByWhatTheyLack() throws IOException {
        assertThat(JavaChecks.jdk(root, 25, name -> true).level()).isEqualTo(Level.PROBLEM);
        fake.with("/bin/java", "");
        assertThat(root.resolve("bin/java").toFile().setExecutable(true)).isTrue();
        assertThat(JavaChecks.jdk(root, 25, name -> true).level()).isEqualTo(Level.OK);
        assertThat(JavaChecks.jdk(root, 24, name -> true).level()).isEqualTo(Level.PROBLEM);
        Finding withoutModule = JavaChecks.jdk(root, 25, name -> !name.equals("jdk.jfr"));
        assertThat(withoutModule.level()).isEqualTo(Level.NOTE);
        assertThat(withoutModule.found()).endsWith("without jdk.jfr");
    }

    /** Native access that is refused is a problem, with the sentence that says why; a warning is worth a note. */
    @Test
    void nativeAccessIsGraded() {
        assertThat(JavaChecks.nativeAccess(true, "").level()).isEqualTo(Level.OK);
        assertThat(JavaChecks.nativeAccess(false, "").level()).isEqualTo(Level.NOTE);
        assertThat(JavaChecks.nativeAccess(true, "no way"))
                .returns(Level.PROBLEM, Finding::level)
                .returns("no way", Finding::meaning);
    }

    /** Docker's 64 MiB are worth a note, a full file system is a problem, and a disk is named. */
    @ParameterizedTest(name = "{0}, {1} MiB, {2} free: {3}")
    @CsvSource({
        "tmpfs, 1024, 1000, OK",
        "tmpfs, 64, 60, NOTE",
        "tmpfs, 1024, 4, PROBLEM",
        "ext4, 90000, 80000, NOTE",
    })
    void sharedMemoryIsGraded(String type, long total, long free, Level level) throws IOException {
        fake.withFolder("/dev/shm").with("/proc/self/mounts", "x / ext4 rw 0 0\nshm /dev/shm " + type + " rw 0 0\n");
        Finding finding = SharedMemoryChecks.place(fake.machine(), total * MIB, free * MIB);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).isEqualTo(type + ", " + total + " MiB, " + free + " MiB of it free");
    }

    /** Without the place, the library uses another. */
    @Test
    void withoutSharedMemoryThereIsAnotherPlace() {
        assertThat(SharedMemoryChecks.place(fake.machine(), 0, 0).level()).isEqualTo(Level.NOTE);
    }

    /** A domain whose lock nobody holds is a leftover; one that is locked, or has no lock, is not. */
    @Test
    void domainsOfDeadProgramsAreLeftovers() throws IOException {
        fake.with("/dev/shm/procession-7/d1-a/lock", "")
                .with("/dev/shm/procession-7/d1-a/control", "x".repeat((int) (2 * MIB)))
                .with("/dev/shm/procession-7/d2-b/lock", "")
                .withFolder("/dev/shm/procession-7/d3-c")
                .with("/dev/shm/procession-7/dead-d0.control", "");
        int held = Descriptor.openFile(root.resolve("dev/shm/procession-7/d2-b/lock"), Descriptor.O_RDWR, 0);
        try {
            assertThat(FileLocks.tryLock(held, 3, 1)).isTrue();
            assertThat(SharedMemoryChecks.leftovers(fake.machine(), 7))
                    .returns(Level.NOTE, Finding::level)
                    .returns("1 domain, 2 MiB", Finding::found);
            assertThat(SharedMemoryChecks.leftovers(fake.machine(), 8).level()).isEqualTo(Level.OK);
        } finally {
            Descriptor.close(held);
        }
    }

    /** Soft limits are graded; unlimited is fine. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"unlimited, OK", "65536, OK", "1024, NOTE", "100, PROBLEM"})
    void openFilesAreGraded(String soft, Level level) throws IOException {
        fake.with(
                "/proc/self/limits",
                "Limit  Soft Limit  Hard Limit  Units\nMax open files   " + soft + "   65536  files\n");
        assertThat(LimitChecks.files(fake.machine()).level()).isEqualTo(level);
        assertThat(LimitChecks.processes(fake.machine()).found()).isEqualTo("unlimited");
        assertThat(LimitChecks.addressSpace(fake.machine()).level()).isEqualTo(Level.OK);
    }

    /** A pipe for core dumps is worth a note only if the program itself would fill it. */
    @Test
    void corePipeIsNotedIfTheProgramDumps() throws IOException {
        fake.with("/proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n")
                .with("/proc/self/limits", "Max core file size   unlimited   unlimited  bytes\n");
        assertThat(LimitChecks.coreDumps(fake.machine()))
                .returns(Level.NOTE, Finding::level)
                .returns("piped to /usr/lib/systemd/systemd-coredump", Finding::found);
        fake.with("/proc/self/limits", "Max core file size   0   unlimited  bytes\n");
        assertThat(LimitChecks.coreDumps(fake.machine()).level()).isEqualTo(Level.OK);
    }

    /** logind removes by default what a human user shares, unless the user lingers or a later file says no. */
    @Test
    void removalAtLogoutIsNoted() throws IOException {
        assertThat(SystemChecks.removeIpc(fake.machine(), HUMAN, "ann").level()).isEqualTo(Level.OK);
        fake.withFolder("/run/systemd/system").with("/etc/systemd/logind.conf", "[Login]\n#RemoveIPC=no\n");
        assertThat(SystemChecks.removeIpc(fake.machine(), HUMAN, "ann").level()).isEqualTo(Level.NOTE);
        assertThat(SystemChecks.removeIpc(fake.machine(), 0, "root").level()).isEqualTo(Level.OK);
        fake.with("/etc/systemd/logind.conf.d/10-keep.conf", "[Login]\nRemoveIPC = no\n");
        assertThat(SystemChecks.removeIpc(fake.machine(), HUMAN, "ann").found()).isEqualTo("no");
        fake.with("/etc/systemd/logind.conf.d/20-remove.conf", "[Login]\nRemoveIPC=yes\n");
        assertThat(SystemChecks.removeIpc(fake.machine(), HUMAN, "ann").level()).isEqualTo(Level.NOTE);
        fake.with("/var/lib/systemd/linger/ann", "");
        assertThat(SystemChecks.removeIpc(fake.machine(), HUMAN, "ann").level()).isEqualTo(Level.OK);
    }

    /** The first process of a container hears what that means. */
    @Test
    void firstProcessIsNoted() throws IOException {
        fake.with("/proc/1/comm", "systemd\n");
        assertThat(SystemChecks.pidNamespace(fake.machine(), 1).level()).isEqualTo(Level.NOTE);
        assertThat(SystemChecks.pidNamespace(fake.machine(), 77).found()).isEqualTo("pid 77; pid 1 is systemd");
    }

    /** This machine can be examined, each subject once, and each note and problem has a remedy. */
    @Test
    void thisMachineCanBeExamined() {
        assertThat(Doctor.examine())
                .extracting(Finding::subject)
                .doesNotHaveDuplicates()
                .contains("kernel", "/dev/shm");
        assertThat(Doctor.examine())
                .allMatch(finding ->
                        finding.level() == Level.OK || !finding.remedy().isEmpty());
    }
}
