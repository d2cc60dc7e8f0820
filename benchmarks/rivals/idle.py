"""The idle benchmark for CPython's multiprocessing.Pool: uses one a little, tells the pids of its workers, and waits.

Usage: idle.py about | wait
"""
import json
import multiprocessing
import platform
import sys

WORKERS = 2
TASKS = 200  # as in IdleMain


def add_one(n):
    return n + 1


def wait():
    with multiprocessing.Pool(WORKERS) as pool:
        if len(pool.map(add_one, range(TASKS), chunksize=1)) != TASKS:
            raise RuntimeError("results are missing")
        pids = [str(child.pid) for child in multiprocessing.active_children()]
        print("ready", *pids, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    if sys.argv[1] == "about":
        about = {"version": platform.python_version(), "startMethod": multiprocessing.get_start_method()}
        print(json.dumps(about))
    else:
        wait()
