"""What every Python client of the benchmark does: one call, then batches as standard input asks for them.

python PROGRAM ENDPOINT API_KEY AUTHORITY

After its first answer it prints "ready". Then each line of standard input is one batch, and one line of
standard output says what it took, in nanoseconds; CPU is that of this process, all threads.
"""

from __future__ import annotations

import resource
import sys
from time import perf_counter_ns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ENDPOINT, API_KEY, AUTHORITY = sys.argv[1:]
GROUP = "44444444-4444-4444-4444-444444444444"


def user(number: int) -> str:
    return f"33333333-3333-3333-3333-{number:012}"


def cpu() -> int:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return int((usage.ru_utime + usage.ru_stime) * 1e9)


def run(call: Callable[[int], object], **batches: Callable[[int, int], object]) -> None:
    """``one N`` makes N calls after each other; any other batch is a function of its two numbers."""
    call(0)
    print("ready", flush=True)
    for line in sys.stdin:
        name, *numbers = line.split()
        if name == "one":
            one_after_another(int(numbers[0]), call)
        else:
            at_once(batches[name], *map(int, numbers))


def one_after_another(count: int, call: Callable[[int], object]) -> None:
    took = []
    begun_cpu = cpu()
    begun = before = perf_counter_ns()
    for number in range(count):
        call(number)
        after = perf_counter_ns()
        took.append(after - before)
        before = after
    wall, used = perf_counter_ns() - begun, cpu() - begun_cpu
    print(sorted(took)[count // 2], wall, used, flush=True)


def at_once(batch: Callable[[int, int], object], count: int, limit: int) -> None:
    begun_cpu = cpu()
    begun = perf_counter_ns()
    batch(count, limit)
    wall, used = perf_counter_ns() - begun, cpu() - begun_cpu
    print(wall, used, flush=True)
