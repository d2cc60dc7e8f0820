"""The process benchmark for CPython's multiprocessing and subprocess.

Usage: process.py about | round METHOD SAMPLES CHILDREN | parent METHOD CHILDREN
"""
import json
import multiprocessing
import multiprocessing.connection
import os
import platform
import signal
import subprocess
import sys
import time

NEVER_SECONDS = 2


def nothing():
    pass


def sleep(pipe):
    pipe.send_bytes(b"ready")
    time.sleep(600)


def life(context):
    start = time.perf_counter()
    process = context.Process(target=nothing)
    process.start()
    process.join()
    millis = (time.perf_counter() - start) * 1e3
    if process.exitcode != 0:
        raise RuntimeError("it did not end well")
    return millis


def command():
    start = time.perf_counter()
    subprocess.run(["/bin/true"], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1e3


def sleeper(context):
    near, far = context.Pipe()
    process = context.Process(target=sleep, args=(far,), daemon=True)
    process.start()
    far.close()
    near.recv_bytes()
    return process


def death(context):
    process = sleeper(context)
    start = time.perf_counter()
    os.kill(process.pid, signal.SIGKILL)
    multiprocessing.connection.wait([process.sentinel])
    millis = (time.perf_counter() - start) * 1e3
    process.join()
    return millis


def runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def orphans(method, children):
    """Returns the milliseconds until children are gone whose parent was killed, or None if they stay."""
    words = [sys.executable, "-B", __file__, "parent", method, str(children)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as parent:
        pids = [int(word) for word in parent.stdout.readline().split()]
        start = time.perf_counter()
        parent.kill()
        while any(runs(pid) for pid in pids):
            if time.perf_counter() - start > NEVER_SECONDS:
                for pid in pids:
                    if runs(pid):
                        os.kill(pid, signal.SIGKILL)
                return None
            time.sleep(0.0005)
        return (time.perf_counter() - start) * 1e3


def tell(row, values):
    print(json.dumps({"row": row, "values": values}), flush=True)


def tell_instead(row, words):
    print(json.dumps({"row": row, "instead": words}), flush=True)


def measure_round(method, samples, children):
    context = multiprocessing.get_context(method)
    life(context)  # the fork server starts with its first process
    tell("start", [life(context) for _ in range(samples)])
    if method == "spawn":
        tell("command", [command() for _ in range(samples)])
    else:
        tell_instead("command", "as with spawn")
    tell("death", [death(context) for _ in range(samples)])
    millis = orphans(method, children)
    if millis is None:
        tell_instead("orphans", f"never ({NEVER_SECONDS} s)")
    else:
        tell("orphans", [millis])


def be_parent(method, children):
    context = multiprocessing.get_context(method)
    processes = [sleeper(context) for _ in range(children)]
    print(*[process.pid for process in processes], flush=True)
    time.sleep(600)


if __name__ == "__main__":
    if sys.argv[1] == "about":
        print(platform.python_version())
    elif sys.argv[1] == "parent":
        be_parent(sys.argv[2], int(sys.argv[3]))
    else:
        measure_round(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
