"""The limits benchmark for CPython, whose pools have none: a process for each task, ended by hand.

Usage: limits.py about | round SAMPLES LIMIT_MILLIS GRACE_MILLIS
"""
import json
import multiprocessing
import platform
import signal
import sys
import time


def ready(pipe):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pipe.send_bytes(b"ready")


def loop(pipe):
    ready(pipe)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        pass


def sleep(pipe):
    ready(pipe)
    time.sleep(60)


def answer(pipe):
    pipe.send_bytes(b"answer")


def started(task):
    near, far = multiprocessing.Pipe()
    process = multiprocessing.Process(target=task, args=(far,))
    process.start()
    far.close()
    near.recv_bytes()
    return process


def hang(task, limit, grace):
    """Returns the milliseconds beyond the limit, and those to the answer of the next process."""
    process = started(task)
    start = time.perf_counter()
    process.join(limit)
    process.terminate()
    process.join(grace)
    if not process.is_alive():
        raise RuntimeError("the task gave way")
    process.kill()
    process.join()
    end = time.perf_counter()
    next_one = started(answer)
    answered = time.perf_counter()
    next_one.join()
    return (end - start - limit) * 1e3, (answered - end) * 1e3


def tell(row, values):
    print(json.dumps({"row": row, "values": values}), flush=True)


def measure_round(samples, limit, grace):
    replacements = []
    for row, task in (("java", loop), ("native", sleep)):
        pairs = [hang(task, limit, grace) for _ in range(samples)]
        tell(row, [pair[0] for pair in pairs])
        replacements += [pair[1] for pair in pairs]
    tell("replacement", replacements)


if __name__ == "__main__":
    if sys.argv[1] == "about":
        about = {"version": platform.python_version(), "startMethod": multiprocessing.get_start_method()}
        print(json.dumps(about))
    else:
        measure_round(int(sys.argv[2]), int(sys.argv[3]) / 1e3, int(sys.argv[4]) / 1e3)
