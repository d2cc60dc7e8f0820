package dev.procession.testkit;

/**
 * A place in a shipped class file at which a test can have a process killed: before the first step of a method, or after one of
 * its {@linkplain Steps steps}.
 *
 * <p>Its name is made of what the class file says, so that nothing stands in the source for the sake of the test:
 * {@code Mailbox.post before setRelease}, {@code Mailbox.post after setRelease}, and for the second call of the same method
 * {@code Mailbox.post after setRelease#2}.
 *
 * @param owner the class that holds it
 * @param name its name
 */
public record KillPoint(String owner, String name) {
    @Override
    public String toString() {
        return name;
    }
}
