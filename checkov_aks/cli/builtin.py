"""Leaves Checkov's own checks out while Checkov is imported, a third of its start, until they are wanted."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Final

# Folders of checks. The `__init__` of each does nothing but import all that is in it.
FOLDERS: Final = re.compile(r"checkov\.(?!common\.)\w+\.checks(\.\w+)*")


class Folders(MetaPathFinder, Loader):
    """Imports a folder of checks without what its `__init__` imports; a module in it can be imported by name."""

    def __init__(self) -> None:
        self.skipped: list[ModuleType] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The folder of checks of that name, or None for anything else."""
        spec = PathFinder.find_spec(fullname, path) if FOLDERS.fullmatch(fullname) else None
        if spec is None or spec.submodule_search_locations is None:
            return None
        empty = ModuleSpec(fullname, self, origin=spec.origin, is_package=True)
        empty.has_location = True
        empty.submodule_search_locations = spec.submodule_search_locations
        return empty

    def exec_module(self, module: ModuleType) -> None:
        """Leave a folder empty."""
        self.skipped.append(module)


_folders: Final = Folders()


@contextmanager
def left_out() -> Iterator[None]:
    """While Checkov is imported: without its own checks. Nothing happens to checks that are there already."""
    sys.meta_path.insert(0, _folders)
    try:
        yield
    finally:
        sys.meta_path.remove(_folders)


def bring_back() -> None:
    """Import the checks that were left out, as Checkov would have."""
    while _folders.skipped:
        folder = _folders.skipped.pop(0)
        spec = PathFinder.find_spec(folder.__name__, import_module(folder.__name__.rpartition(".")[0]).__path__)
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module(folder)
        for name in getattr(folder, "__all__", ()):
            import_module(f"{folder.__name__}.{name}")
