package dev.procession.cli.doctor;

import dev.procession.os.Descriptor;
import dev.procession.os.Futex;
import dev.procession.os.NativeAccess;
import dev.procession.os.OsException;
import dev.procession.os.Pidfd;
import dev.procession.os.Self;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at the machine and this process for what the library needs of them. It changes nothing. */
public final class Doctor {
    private static final String SHARED_MEMORY = "/dev/shm";

    private Doctor() {}

    /**
     * Looks at everything.
     *
     * @return what was found, in the order in which people read it
     */
    public static List<Finding> examine() {
        var machine = new Machine(Path.of("/"));
        var findings = new ArrayList<Finding>();
        String refusal = nativeRefusal();
        findings.add(JavaChecks.jdk(
                Path.of(System.getProperty("java.home")),
                Runtime.version().feature(),
                name -> ModuleLayer.boot().findModule(name).isPresent()));
        findings.add(JavaChecks.nativeAccess(NativeAccess.class.getModule().isNativeAccessEnabled(), refusal));
        findings.add(KernelChecks.libc(machine));
        if (refusal.isEmpty()) addNative(machine, findings);
        findings.add(place(machine));
        findings.add(GroupChecks.memory(machine));
        findings.add(GroupChecks.groupKill(machine));
        findings.add(GroupChecks.processes(machine));
        findings.add(LimitChecks.files(machine));
        findings.add(LimitChecks.processes(machine));
        findings.add(LimitChecks.addressSpace(machine));
        findings.add(LimitChecks.coreDumps(machine));
        if (refusal.isEmpty()) findings.add(SharedMemoryChecks.leftovers(machine, Self.userId()));
        return findings;
    }

    /** What needs a native call to be known. */
    private static void addNative(Machine machine, List<Finding> findings) {
        findings.add(KernelChecks.kernel(machine, Futex.hasWaitAny(), pidfdRefusal()));
        findings.add(GroupChecks.processors(machine, Self.allowedCpus()));
        findings.add(SystemChecks.pidNamespace(machine, Self.pid()));
        findings.add(SystemChecks.removeIpc(machine, Self.userId(), System.getProperty("user.name", "unknown")));
    }

    private static String nativeRefusal() {
        try {
            NativeAccess.ensure();
            return "";
        } catch (UnsupportedOperationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String pidfdRefusal() {
        try {
            Descriptor.close(Pidfd.open(Self.pid()));
            return "";
        } catch (OsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Finding place(Machine machine) {
        try {
            FileStore store = Files.getFileStore(Path.of(SHARED_MEMORY));
            return SharedMemoryChecks.place(machine, store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            return SharedMemoryChecks.place(machine, 0, 0);
        }
    }
}
