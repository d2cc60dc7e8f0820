"""The sync benchmark for CPython's multiprocessing: the same rows as SyncMain, one line of JSON for each.

Usage: sync.py about | round SCALE
SCALE is what durations are multiplied by.
"""
import json
import multiprocessing
import platform
import statistics
import sys
import time
from multiprocessing.sharedctypes import RawArray, RawValue

# As in Measure, Contended and Increments; all must agree.
WARM_UP_SECONDS = 1.0
MEASURED_SECONDS = 0.6
CONTENDED_SECONDS = 1.0
KEPT_SAMPLES = 200
SLICES = 20
CALLS_PER_CLOCK_READ = 1000
LOCKS_A_SAMPLE = 16
WAIT, WARM_UP, MEASURE, STOP = 0, 1, 2, 3
NEAR, FAR = 0, 1


def tell(row, values):
    print(json.dumps({"row": row, "values": values}), flush=True)


def one_slice(batch, seconds):
    """Returns nanoseconds."""
    count = 0
    start = time.perf_counter_ns()
    while True:
        batch(CALLS_PER_CLOCK_READ)
        count += CALLS_PER_CLOCK_READ
        nanos = time.perf_counter_ns() - start
        if nanos >= seconds * 1e9:
            return nanos / count


def nanos_of_one(batch, scale):
    one_slice(batch, WARM_UP_SECONDS * scale)
    return statistics.median(one_slice(batch, MEASURED_SECONDS * scale / SLICES) for _ in range(SLICES))


def round_trips(trip, seconds):
    micros = []
    start = before = time.perf_counter()
    while before - start < seconds:
        trip()
        now = time.perf_counter()
        micros.append((now - before) * 1e6)
        before = now
    return micros


def tell_round_trips(row, trip, scale):
    round_trips(trip, WARM_UP_SECONDS * scale)
    micros = round_trips(trip, MEASURED_SECONDS * scale)
    kept = min(KEPT_SAMPLES, len(micros))
    tell(row, [micros[i * len(micros) // kept] for i in range(kept)])


def free(scale):
    lock = multiprocessing.Lock()
    acquire, release = lock.acquire, lock.release

    def batch(times):
        for _ in range(times):
            acquire()
            release()

    tell("free", [nanos_of_one(batch, scale)])


def add(scale):
    counter = multiprocessing.Value("q", 0)

    def batch(times):
        for _ in range(times):
            with counter.get_lock():
                counter.value += 1

    tell("add", [nanos_of_one(batch, scale)])


def increment(lock, counter, phase, ready, results):
    ready.release()
    while phase.value == WAIT:
        time.sleep(0.001)
    acquire, release, clock = lock.acquire, lock.release, time.perf_counter_ns
    waits = []
    total = measured = 0
    while True:
        now = phase.value
        if now == STOP:
            break
        if now == MEASURE and total % LOCKS_A_SAMPLE == 0:
            start = clock()
            acquire()
            wait = clock() - start
            counter.value += 1
            release()
            waits.append(wait)
        else:
            acquire()
            counter.value += 1
            release()
        total += 1
        if now == MEASURE:
            measured += 1
    results.put((total, measured, waits))


def contended(processes, scale):
    lock = multiprocessing.Lock()
    counter, _apart, phase = RawValue("q", 0), RawArray("q", 32), RawValue("i", WAIT)
    ready, results = multiprocessing.Semaphore(0), multiprocessing.SimpleQueue()
    workers = [
        multiprocessing.Process(target=increment, args=(lock, counter, phase, ready, results), daemon=True)
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    phase.value = WARM_UP
    time.sleep(WARM_UP_SECONDS * scale)
    phase.value = MEASURE
    count, start = counter.value, time.perf_counter()
    time.sleep(CONTENDED_SECONDS * scale)
    rate = (counter.value - count) / (time.perf_counter() - start)
    phase.value = STOP
    done = [results.get() for _ in workers]
    for worker in workers:
        worker.join(10)
        if worker.exitcode != 0:
            raise RuntimeError(f"a process ended with {worker.exitcode}")
    if counter.value != sum(total for total, _, _ in done):
        raise RuntimeError("the counter is not the sum of the increments")
    measured = [one for _, one, _ in done]
    waits = sorted(wait for _, _, some in done for wait in some)
    if not waits:
        raise RuntimeError("nobody got the lock in the time that counts")
    tell(f"contended_{processes}", [rate])
    tell(f"wait_{processes}", [waits[-(-99 * len(waits) // 100) - 1] / 1e3])
    tell(f"share_{processes}", [100 * min(measured) * processes / sum(measured)])


def with_far_side(target, args, measure):
    far = multiprocessing.Process(target=target, args=args, daemon=True)
    far.start()
    measure()
    far.join(10)
    if far.exitcode != 0:
        raise RuntimeError(f"the other process ended with {far.exitcode}")


def answer(mine, other, phase):
    while phase.value != STOP:
        mine.wait()
        mine.clear()
        other.set()


def event(scale):
    near, far, phase = multiprocessing.Event(), multiprocessing.Event(), RawValue("i", WAIT)

    def trip():
        far.set()
        near.wait()
        near.clear()

    def measure():
        tell_round_trips("event", trip, scale)
        phase.value = STOP
        far.set()

    with_far_side(answer, (far, near, phase), measure)


def take_turn(condition, turn, phase, mine):
    """Returns the phase of this turn: looked at later, the other may wait already."""
    with condition:
        while turn.value != mine:
            condition.wait()
        turn.value = NEAR + FAR - mine
        condition.notify()
        return phase.value


def take_turns(condition, turn, phase):
    while take_turn(condition, turn, phase, FAR) != STOP:
        pass


def condition(scale):
    turned = multiprocessing.Condition(multiprocessing.Lock())
    turn, phase = RawValue("i", NEAR), RawValue("i", WAIT)

    def measure():
        tell_round_trips("condition", lambda: take_turn(turned, turn, phase, NEAR), scale)
        phase.value = STOP
        take_turn(turned, turn, phase, NEAR)

    with_far_side(take_turns, (turned, turn, phase), measure)


def measure_round(scale):
    free(scale)
    contended(2, scale)
    contended(4, scale)
    event(scale)
    condition(scale)
    add(scale)


if __name__ == "__main__":
    if sys.argv[1] == "about":
        about = {"version": platform.python_version(), "startMethod": multiprocessing.get_start_method()}
        print(json.dumps(about))
    else:
        measure_round(float(sys.argv[2]))
