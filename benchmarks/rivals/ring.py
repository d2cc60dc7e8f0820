"""The ring benchmark for CPython's multiprocessing.Pipe: the same rows as Ping, one line of JSON for each.

Usage: ring.py about | round SCALE CORE CORE
SCALE is what durations are multiplied by; the first core is this process's, both are used where they sit apart.
"""
import json
import multiprocessing
import os
import platform
import sys
import time

# As in Ping; both must agree.
WARM_UP_SECONDS = 1.0
MEASURED_SECONDS = 0.6
KEPT_SAMPLES = 200
SMALL_BYTES = 32
LARGE_BYTES = 1 << 20
MESSAGES_PER_CLOCK_READ = 256
ECHO, DATA, COUNT, STOP = 0, 1, 2, 5


def pong(pipe, core):
    os.sched_setaffinity(0, {core})
    count = 0
    while True:
        message = pipe.recv_bytes()
        command = message[0]
        if command == DATA:
            if int.from_bytes(message[8:16], "little") != count:
                raise RuntimeError("a message came out of order")
            count += 1
        elif command == ECHO:
            pipe.send_bytes(message)
        elif command == COUNT:
            pipe.send_bytes(count.to_bytes(8, "little"))
            count = 0
        else:
            return


def tell(row, values):
    print(json.dumps({"row": row, "values": values}), flush=True)


def round_trips(pipe, seconds):
    message = bytes([ECHO]) * SMALL_BYTES
    micros = []
    start = before = time.perf_counter()
    while before - start < seconds:
        pipe.send_bytes(message)
        if pipe.recv_bytes() != message:
            raise RuntimeError("the echo is another message")
        now = time.perf_counter()
        micros.append((now - before) * 1e6)
        before = now
    return micros


def latency(row, pipe, scale):
    round_trips(pipe, WARM_UP_SECONDS * scale)
    micros = round_trips(pipe, MEASURED_SECONDS * scale)
    kept = min(KEPT_SAMPLES, len(micros))
    tell(row, [micros[i * len(micros) // kept] for i in range(kept)])


def one_way(pipe, size, seconds):
    """Returns bytes per second."""
    message = bytearray(size)
    message[0] = DATA
    at_once = MESSAGES_PER_CLOCK_READ if size == SMALL_BYTES else 1
    count = 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        for _ in range(at_once):
            message[8:16] = count.to_bytes(8, "little")
            pipe.send_bytes(message)
            count += 1
    pipe.send_bytes(bytes([COUNT]) * SMALL_BYTES)
    came = int.from_bytes(pipe.recv_bytes(), "little")
    elapsed = time.perf_counter() - start
    if came != count:
        raise RuntimeError(f"{came} of {count} messages came")
    return count * size / elapsed


def throughput(pipe, size, scale):
    one_way(pipe, size, WARM_UP_SECONDS * scale)
    return one_way(pipe, size, MEASURED_SECONDS * scale)


def with_pong(core, measure):
    near, far = multiprocessing.Pipe()
    process = multiprocessing.Process(target=pong, args=(far, core))
    process.start()
    far.close()
    measure(near)
    near.send_bytes(bytes([STOP]) * SMALL_BYTES)
    process.join(10)
    if process.exitcode != 0:
        raise RuntimeError(f"the other process ended with {process.exitcode}")


def measure_round(scale, first, second):
    os.sched_setaffinity(0, {first})

    def apart(pipe):
        latency("two_cores", pipe, scale)
        tell("one_way", [throughput(pipe, SMALL_BYTES, scale) / SMALL_BYTES])
        tell("bulk", [throughput(pipe, LARGE_BYTES, scale) / 1e9])

    with_pong(second, apart)
    with_pong(first, lambda pipe: latency("one_core", pipe, scale))


if __name__ == "__main__":
    if sys.argv[1] == "about":
        about = {"version": platform.python_version(), "startMethod": multiprocessing.get_start_method()}
        print(json.dumps(about))
    else:
        measure_round(float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
