"""What measuring a step costs with other tools, as a multiple of the bare step: the 1 M-parameter CNN on PyTorch.

The method is that of bench/overhead: alternating blocks of all variants in one process, each round in another
order, the median of the ratios to the bare block of the round. Tools that are not installed are left out.
"""

import argparse
import datetime
import importlib.metadata
import json
import os
import pathlib
import platform
import random
import time
import warnings

import comparison
import torch
import variants

ROOT = pathlib.Path(__file__).resolve().parents[2]
FEWEST, ENOUGH = 15, 101
PATIENCE = 1.5
ROUNDS_PLANNED = 31
LONGEST_BLOCK = 256
BATCH = 32
PACKAGES = ["torch", "wandb", "backpack-for-pytorch", "cockpit-for-pytorch"]


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, help="time for the rounds (default 60)")
    parser.add_argument("--threads", type=int, default=1, help="threads of torch (default 1, as tfjs on wasm has)")
    parser.add_argument("--out", help="default bench/results/peers.json, with --seconds .cache/peers.json")
    found = parser.parse_args()
    folder = "bench/results" if found.seconds is None else ".cache"
    found.out = ROOT / (found.out or f"{folder}/peers.json")
    found.seconds = found.seconds or 60
    return found


def train(run, steps, xs, ys):
    """Trains a block; milliseconds a step, on the wall clock and of the main thread's processor time."""
    wall, cpu = time.perf_counter(), time.thread_time()
    for _ in range(steps):
        run.step(xs, ys)
    return {
        "wall": 1000 * (time.perf_counter() - wall) / steps,
        "cpu": 1000 * (time.thread_time() - cpu) / steps,
    }


def measure(runs, seconds):
    torch.manual_seed(7)
    xs = torch.rand(BATCH, 1, 28, 28)
    ys = torch.arange(BATCH) % 10
    for run in runs:
        train(run, 3, xs, ys)
    # Blocks of about equal time: some tools take a hundred times as long for a step as others.
    block_ms = 1000 * seconds / ROUNDS_PLANNED / len(runs)
    steps = [max(1, min(LONGEST_BLOCK, round(block_ms / train(run, 1, xs, ys)["wall"]))) for run in runs]
    order = random.Random(1)
    begin, rounds = time.perf_counter(), 0
    blocks = [[] for _ in runs]
    while rounds < ENOUGH:
        elapsed = (time.perf_counter() - begin) / seconds
        if elapsed >= (PATIENCE if rounds < FEWEST else 1):
            break
        for index in order.sample(range(len(runs)), len(runs)):
            blocks[index].append(train(runs[index], steps[index], xs, ys))
        rounds += 1
    return steps, rounds, blocks


def machine():
    return {
        "cpu": processor(),
        "cores": os.cpu_count(),
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "loadAverage": os.getloadavg()[0],
        "python": platform.python_version(),
        **versions(),
    }


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def versions():
    found = {}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass
    return found


def main():
    chosen = options()
    torch.set_num_threads(chosen.threads)
    # The tools are older than this torch, and say so in each step.
    warnings.filterwarnings("ignore")
    runs, left_out = variants.all_that_start()
    steps, rounds, blocks = measure(runs, chosen.seconds)
    rows = [
        {"variant": run.name, **comparison.compared(own, blocks[0])} for run, own in zip(runs[1:], blocks[1:])
    ]
    bare = comparison.median([block["wall"] for block in blocks[0]])
    for row in rows:
        wall = row["wall"]
        print(f"{row['variant']:45} {wall['ratio']:8.3f}  {wall['from']:.3f}..{wall['to']:.3f}")
    for each in left_out:
        print(f"left out: {each['variant']}: {each['why']}")
    result = {
        "benchmark": "peers",
        "question": "what does a step cost with other tools, as a multiple of the bare step?",
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": machine(),
        "parameters": sum(parameter.numel() for parameter in runs[0].model.parameters()),
        "batch": BATCH,
        "threads": chosen.threads,
        "seconds": chosen.seconds,
        "rounds": rounds,
        "stepsPerBlock": steps[0],
        "bareMs": bare,
        "rows": rows,
        "leftOut": left_out,
    }
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nWritten to {chosen.out.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
