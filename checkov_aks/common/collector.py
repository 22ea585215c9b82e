"""Python's garbage collector: each time it goes through all that Checkov has loaded takes it a fifth of a second."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def settle() -> None:
    """Leave what is loaded by now, Checkov above all, out of every collection to come: it stays until the end."""
    gc.freeze()


@contextmanager
def uncollected() -> Iterator[None]:
    """While much is made that stays: without the collector."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
