package dev.procession.examples.demo;

/** The same tasks as in {@link Hostile}, under names that say nothing: the reports must not depend on them. */
final class Innocent {

    private Innocent() {}

    static Object readTitle(String input) {
        return Bodies.body1();
    }

    static Object readAuthor(String input) {
        return Bodies.body2();
    }

    static Object readSubject(String input) {
        return Bodies.body3();
    }

    static Object countWords(String input) {
        return Bodies.body4();
    }

    static Object countPages(String input) {
        return Bodies.body5();
    }

    static Object findLinks(String input) {
        return Bodies.body6();
    }

    static Object findTables(String input) {
        return Bodies.body7();
    }

    static Object readFonts(String input) {
        return Bodies.body8();
    }

    static Object readImages(String input) {
        return Bodies.body9();
    }

    static Object readBookmarks(String input) throws InterruptedException {
        return Bodies.body10();
    }

    static Object readComments(String input) {
        return Bodies.body11();
    }
}
