"""The pool benchmark for CPython's multiprocessing.Pool: the same rows as PoolRound, one line of JSON for each.

Usage: pool.py about | round SCALE | death SECONDS
SCALE is what durations and counts are multiplied by.
"""
import json
import multiprocessing
import os
import platform
import signal
import sys
import tempfile
import time

WORKERS = 2
# As in PoolRound; both must agree.
WARM_UP_SECONDS = 0.5
RATING_SECONDS = 0.3
MEASURED_SECONDS = 0.7
FIRST_BATCH = 500
MOST_TASKS = 400_000
BACK_TO_BACK = 1_000
AFTER_IDLE = 60
IDLE_SECONDS = 0.010


def add_one(n):
    return n + 1


def victim(pid_file):
    """Tells its process id through a file, then keeps a core busy until it is killed."""
    with open(pid_file + ".draft", "w") as draft:
        draft.write(str(os.getpid()))
    os.rename(pid_file + ".draft", pid_file)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass
    raise RuntimeError("nobody killed this process for a minute")


def load(busy_file):
    """Keeps one core busy (the victim has the other) for as long as a file exists."""
    end = time.monotonic() + 60
    while time.monotonic() < end and os.path.exists(busy_file):
        for _ in range(100_000):
            pass


def tell(row, values):
    print(json.dumps({"row": row, "values": values}), flush=True)


def run(batch, count):
    start = time.perf_counter()
    total = batch(count)
    seconds = time.perf_counter() - start
    if total != count * (count + 1) // 2:
        raise RuntimeError(f"the results of {count} tasks add up to {total}")
    return seconds


def bounded(count):
    return int(min(max(count, FIRST_BATCH), MOST_TASKS))


def rate(batch, seconds):
    """Works for so long and returns the tasks per second of the last batch."""
    start = time.perf_counter()
    count = FIRST_BATCH
    while True:
        per_second = count / run(batch, count)
        count = bounded(per_second * seconds / 4)
        if time.perf_counter() - start >= seconds:
            return per_second


def throughput(row, batch, scale):
    count = bounded(rate(batch, RATING_SECONDS * scale) * MEASURED_SECONDS * scale)
    tell(row, [count / run(batch, count)])


def latency(row, pool, count, pause):
    micros = []
    for i in range(count):
        if pause:
            time.sleep(pause)
        start = time.perf_counter()
        result = pool.apply(add_one, (i,))
        micros.append((time.perf_counter() - start) * 1e6)
        if result != i + 1:
            raise RuntimeError(f"add_one({i}) gave {result}")
    tell(row, micros)


def submit_all(pool, count):
    results = [pool.apply_async(add_one, (i,)) for i in range(count)]
    return sum(result.get() for result in results)


def measure_round(scale):
    start = time.perf_counter()
    with multiprocessing.Pool(WORKERS) as pool:
        if pool.apply(add_one, (0,)) != 1:
            raise RuntimeError("add_one(0) is not 1")
        tell("open", [(time.perf_counter() - start) * 1e3])
        kinds = {
            "map": lambda count: sum(pool.map(add_one, range(count), chunksize=1)),
            "outcomes": lambda count: sum(pool.imap_unordered(add_one, range(count), chunksize=1)),
            "submit": lambda count: submit_all(pool, count),
        }
        for batch in kinds.values():
            rate(batch, WARM_UP_SECONDS * scale)
        for row, batch in kinds.items():
            throughput(row, batch, scale)
        latency("back_to_back", pool, max(1, int(BACK_TO_BACK * scale)), 0)
        latency("after_idle", pool, max(1, int(AFTER_IDLE * scale)), IDLE_SECONDS)


def measure_death(seconds):
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(WORKERS) as pool:
        pid_file = os.path.join(folder, "pid")
        busy_file = os.path.join(folder, "busy")
        open(busy_file, "w").close()
        pool.apply_async(load, (busy_file,))
        result = pool.apply_async(victim, (pid_file,))
        while not os.path.exists(pid_file):
            time.sleep(0.005)
        with open(pid_file) as file:
            pid = int(file.read())
        start = time.perf_counter()
        os.kill(pid, signal.SIGKILL)
        try:
            result.get(timeout=seconds)
            raise RuntimeError("the killed task gave a result")
        except multiprocessing.TimeoutError:
            print(json.dumps({"row": "death", "instead": f"never ({seconds} s)"}))
        except (EOFError, OSError, multiprocessing.ProcessError):
            tell("death", [(time.perf_counter() - start) * 1e3])
        finally:
            os.remove(busy_file)


if __name__ == "__main__":
    if sys.argv[1] == "about":
        about = {"version": platform.python_version(), "startMethod": multiprocessing.get_start_method()}
        print(json.dumps(about))
    elif sys.argv[1] == "round":
        measure_round(float(sys.argv[2]))
    else:
        measure_death(int(sys.argv[2]))
