package dev.procession.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param level how it stands
 * @param subject what was looked at, in a word or two
 * @param found what is there
 * @param meaning what that means for whoever uses the library
 * @param remedy what to do; empty if there is nothing to be done
 */
public record Finding(Level level, String subject, String found, String meaning, String remedy) {
    /** How it stands. */
    public enum Level {
        /** As it should be. */
        OK,
        /** It works, and something is worth knowing. */
        NOTE,
        /** Something will not work, or not safely. */
        PROBLEM
    }

    static Finding ok(String subject, String found, String meaning) {
        return new Finding(Level.OK, subject, found, meaning, "");
    }

    static Finding note(String subject, String found, String meaning, String remedy) {
        return new Finding(Level.NOTE, subject, found, meaning, remedy);
    }

    static Finding problem(String subject, String found, String meaning, String remedy) {
        return new Finding(Level.PROBLEM, subject, found, meaning, remedy);
    }
}
