package dev.procession.internal.watch;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events for the flight recorder. Their names and fields are documented in the guide: part of what users see. */
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields
final class FlightEvents {
    private FlightEvents() {}

    static void started(String name, int pid, String program) {
        var event = new Started();
        if (!event.shouldCommit()) return;
        event.name = name;
        event.pid = pid;
        event.program = program;
        event.commit();
    }

    static void ready(String name, int pid, long bootNanos) {
        var event = new Ready();
        if (!event.shouldCommit()) return;
        event.name = name;
        event.pid = pid;
        event.boot = bootNanos;
        event.commit();
    }

    static void killed(String name, int pid, String cause) {
        var event = new Killed();
        if (!event.shouldCommit()) return;
        event.name = name;
        event.pid = pid;
        event.cause = cause;
        event.commit();
    }

    static void ended(String name, int pid, String status, String cause, long livedNanos) {
        var event = new Ended();
        if (!event.shouldCommit()) return;
        event.name = name;
        event.pid = pid;
        event.status = status;
        event.cause = cause;
        event.lived = livedNanos;
        event.commit();
    }

    @Name("dev.procession.ChildStart")
    @Label("Child Start")
    @Description("A child process was spawned")
    @Category("Procession")
    private static final class Started extends Event {
        @Label("Name")
        String name = "";

        @Label("Pid")
        int pid;

        @Label("Program")
        String program = "";
    }

    @Name("dev.procession.ChildReady")
    @Label("Child Ready")
    @Description("A child JVM has booted and can take its task")
    @Category("Procession")
    @StackTrace(false)
    private static final class Ready extends Event {
        @Label("Name")
        String name = "";

        @Label("Pid")
        int pid;

        @Label("Boot Time")
        @Timespan(Timespan.NANOSECONDS)
        long boot;
    }

    @Name("dev.procession.ChildKill")
    @Label("Child Kill")
    @Description("This program killed a child process and its descendants")
    @Category("Procession")
    private static final class Killed extends Event {
        @Label("Name")
        String name = "";

        @Label("Pid")
        int pid;

        @Label("Cause")
        String cause = "";
    }

    @Name("dev.procession.ChildExit")
    @Label("Child Exit")
    @Description("A child process ended and was reaped")
    @Category("Procession")
    @StackTrace(false)
    private static final class Ended extends Event {
        @Label("Name")
        String name = "";

        @Label("Pid")
        int pid;

        @Label("Status")
        String status = "";

        @Label("Cause")
        String cause = "";

        @Label("Life Time")
        @Timespan(Timespan.NANOSECONDS)
        long lived;
    }
}
