"""What our checks take of one run of Checkov, in seconds and bytes."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from rich.table import Table

# Methods by class.
Entries = Mapping[Any, Sequence[str]]


@dataclass
class Measured:
    """Seconds that a run took, and seconds in our checks; how often they were called."""

    seconds: float = 0
    ours: float = 0
    calls: int = 0

    @property
    def share(self) -> float:
        """Our time as a multiple of the rest."""
        return self.ours / (self.seconds - self.ours)


def measured(run: Callable[[], object], entries: Entries, clock: Callable[[], float] = time.perf_counter) -> Measured:
    """Run something, and take the time in some methods.

    clock   `time.thread_time` where Checkov calls them in threads, which wait for one another
    """
    found = Measured()

    def timed(method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        start = clock()
        try:
            return method(*args, **kwargs)
        finally:
            found.ours += clock() - start
            found.calls += 1

    with _wrapped(entries, timed):
        start = time.perf_counter()
        run()
        found.seconds = time.perf_counter() - start
    return found


def memory_of(run: Callable[[], object], entries: Entries) -> int:
    """The bytes that some methods allocate and keep while something runs: what is indexed, and what was read."""
    kept = 0

    def traced(method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        nonlocal kept
        before = tracemalloc.get_traced_memory()[0]
        try:
            return method(*args, **kwargs)
        finally:
            kept += tracemalloc.get_traced_memory()[0] - before

    tracemalloc.start()
    try:
        with _wrapped(entries, traced):
            run()
    finally:
        tracemalloc.stop()
    return kept


@contextmanager
def _wrapped(entries: Entries, around: Callable[..., Any]) -> Iterator[None]:
    originals = [(owner, name, getattr(owner, name)) for owner, names in entries.items() for name in names]
    for owner, name, method in originals:
        setattr(owner, name, _around(method, around))
    try:
        yield
    finally:
        for owner, name, method in originals:
            setattr(owner, name, method)


def _around(method: Callable[..., Any], around: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return around(method, *args, **kwargs)

    return wrapper


def table_of(title: str, unit: str, rows: Sequence[tuple[int, Measured, int | None, str]], last: str) -> Table:
    """Growth over sizes: each row a size, what was measured, bytes where they were counted, and one thing more."""
    table = Table(
        f"{unit}s", f"ms a {unit}", "first = 1", "of Checkov's own time", "us a call", f"kB a {unit}", last, title=title
    )
    first = rows[0][1].ours / rows[0][0]
    for size, found, memory, more in rows:
        table.add_row(
            f"{size:,}",
            f"{found.ours / size * 1e3:.2f}",
            f"{found.ours / size / first:.2f}",
            f"{found.share:.2f}",
            f"{found.ours / found.calls * 1e6:.0f}",
            "" if memory is None else f"{memory / size / 1e3:.0f}",
            more,
        )
    return table
