package dev.procession.pool;

import dev.procession.PoolBrokenException;
import dev.procession.TaskFailedException;
import dev.procession.TaskLostException;

/**
 * What became of one task: {@link Done}, {@link Failed} or {@link Lost}. There is no fourth case and there will be none.
 *
 * {@snippet :
 * switch (outcome) {
 *     case Done(var path, var text, _) -> index(path, text);
 *     case Failed(var path, var cause, _) -> log(path, cause.getMessage());
 *     case Lost(var path, var certificate, _) -> log(path, certificate.report());
 * }
 * }
 *
 * @param <T> the type of the input
 * @param <R> the type of the result
 */
public sealed interface Outcome<T, R> permits Done, Failed, Lost {

    /**
     * Returns the input of the task.
     *
     * @return the very object that was given, not a copy
     */
    T input();

    /**
     * Returns where and how the task ran.
     *
     * @return the facts
     */
    TaskInfo info();

    /**
     * Returns the value of a task that is done.
     *
     * @return the value
     * @throws TaskFailedException if the task failed, with what it threw as its cause
     * @throws TaskLostException if its process ended first
     * @throws PoolBrokenException if its pool broke before it began
     */
    default R get() {
        return switch (this) {
            case Done<T, R> done -> done.value();
            case Failed<T, R> failed when failed.cause() instanceof PoolBrokenException broken -> throw broken;
            case Failed<T, R> failed -> throw new TaskFailedException(String.valueOf(failed.input()), failed.cause());
            case Lost<T, R> lost -> throw new TaskLostException(lost.certificate());
        };
    }
}
