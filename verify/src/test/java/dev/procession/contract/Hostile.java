package dev.procession.contract;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.CountDownLatch;

/**
 * Tasks that end badly, as named static methods, so that a certificate could give them away by name if it guessed. What has
 * no use for a name of its own is in {@link dev.procession.testkit.Chaos}.
 */
final class Hostile {
    private Hostile() {}

    /** An exception whose field refuses to travel. */
    static final class Unsendable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // which is the point
        private final Object cargo = new Object();

        Unsendable(String message) {
            super(message);
        }

        Object cargo() {
            return cargo;
        }
    }

    /** An exception that travels and cannot be rebuilt. */
    static final class Unreadable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("never again");
        }
    }

    /** A value that travels and cannot be rebuilt. */
    static final class UnreadableValue implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void readObject(ObjectInputStream in) throws IOException {
            throw new IOException("no value of this comes back");
        }
    }

    /** A value that refuses to travel, two fields down. */
    static final class Box implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object lid;

        Box(Object lid) {
            this.lid = lid;
        }

        Object lid() {
            return lid;
        }
    }

    /** A value whose own method refuses. */
    static final class Refusing implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            throw new NotSerializableException("not me");
        }
    }

    static int throwChecked() throws IOException {
        throw new IOException("disk on fire", new IllegalStateException("deeper"));
    }

    static int exitThree() {
        System.exit(3);
        return 0;
    }

    static int haltNine() {
        Runtime.getRuntime().halt(9);
        return 0;
    }

    /** The same deed as {@link #haltNine}, under the name of another. */
    static int exitThreeRenamed() {
        Runtime.getRuntime().halt(9);
        return 0;
    }

    /** Ignores interrupts. */
    static int spin(Begun begun) throws IOException {
        begun.say();
        return spin();
    }

    static int spin() {
        long n = 0;
        while (true) if (Thread.currentThread().isInterrupted() && n++ < 0) return 0;
    }

    /** Gives way to an interrupt. */
    static int sleep(Begun begun) throws IOException, InterruptedException {
        begun.say();
        return sleep();
    }

    static int sleep() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }
}
