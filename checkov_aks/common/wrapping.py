"""Wraps functions of Checkov's own modules, once, and only where they are still there."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any


def wrap(module: ModuleType, name: str, wrapper: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put what the wrapper makes of a function in its place. Doing it again changes nothing."""
    function = getattr(module, name, None)
    if function is not None and not hasattr(function, "__wrapped__"):
        setattr(module, name, wrapper(function))
