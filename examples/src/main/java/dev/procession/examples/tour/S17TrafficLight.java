package dev.procession.examples.tour;

import dev.procession.RemoteTask;
import dev.procession.process.ChildProcess;
import dev.procession.process.ProcessInfo;
import dev.procession.sync.ProcessCountDownLatch;
import dev.procession.sync.ProcessEvent;

/**
 * Ten cars, five threads in each of two processes, wait for an event; a daemon child is the light that switches it.
 *
 * <p>Python: {@code Event}, with {@code wait}, {@code set} and {@code clear}. The traps there: {@code wait} returns {@code False} to
 * those who were waiting if the light is red again by the time they wake, and {@code set} waits for ever for a car that was killed.
 * Here a green light, however short, lets all through who were waiting, and waits for nobody.
 */
public final class S17TrafficLight {
    private static final int LANES = 2;
    private static final int CARS_OF_LANE = 5;
    private static final int CARS = LANES * CARS_OF_LANE;
    private static final long RED_MILLIS = 50;

    private S17TrafficLight() {}

    /**
     * Runs the scenario.
     *
     * @param args none
     * @throws Exception if something does not hold
     */
    public static void main(String[] args) throws Exception {
        try (ProcessEvent green = ProcessEvent.create();
                ProcessCountDownLatch arrivals = ProcessCountDownLatch.create(CARS);
                ProcessCountDownLatch crossings = ProcessCountDownLatch.create(CARS)) {
            RemoteTask lane = () -> Threads.run(CARS_OF_LANE, car -> {
                arrivals.countDown();
                green.await();
                System.out.println(
                        "  car " + car + " of lane " + ProcessInfo.current().pid() + " crosses");
                crossings.countDown();
            });
            try (var left = ChildProcess.launch(lane);
                    var right = ChildProcess.launch(lane)) {
                Check.that(arrivals.await(Check.PATIENCE), "ten cars are there");
                Check.that(!green.isSet() && crossings.getCount() == CARS, "the light is red, and none has crossed");
                try (var light = ChildProcess.launch(o -> o.withDaemon(true), () -> light(green))) {
                    Check.that(crossings.await(Check.PATIENCE), "the light was green: all ten have crossed");
                    Check.that(left.join().isSuccess() && right.join().isSuccess(), "and gone");
                    Check.that(light.isDaemon() && light.isAlive(), "the light goes on; nobody waits for a daemon");
                }
            }
        }
    }

    private static void light(ProcessEvent green) throws InterruptedException {
        while (true) {
            green.set();
            green.clear(); // at once: who waited goes on all the same
            Thread.sleep(RED_MILLIS);
        }
    }
}
