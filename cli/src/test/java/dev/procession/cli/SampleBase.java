package dev.procession.cli;

/** Static methods are inherited. */
class SampleBase {
    static String inherited(String input) {
        return "inherited " + input;
    }
}
