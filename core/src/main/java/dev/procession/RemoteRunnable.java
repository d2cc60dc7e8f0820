package dev.procession;

import java.io.Serializable;

/**
 * A {@link Runnable} that can run in another process.
 *
 * <p>A lambda becomes serialisable by the type it is assigned to. Given to a method that takes a {@code Runnable}, it
 * is not; given to one that takes a {@code RemoteRunnable}, it is, with all that it captures. {@link RemoteTask} is
 * the same for actions that throw checked exceptions.
 */
@FunctionalInterface
public interface RemoteRunnable extends Runnable, Serializable {}
