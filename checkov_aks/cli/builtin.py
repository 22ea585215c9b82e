"""Checkov's own checks: not loaded until they are wanted, which spares a third of its start, and then without those
that ours supersede.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Sequence
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
def unloaded() -> Iterator[None]:
    """While Checkov is imported: without its own checks. Nothing happens to checks that are there already."""
    sys.meta_path.insert(0, _folders)
    try:
        yield
    finally:
        sys.meta_path.remove(_folders)


def load() -> None:
    """Import the checks that were not loaded, as Checkov would have."""
    while _folders.skipped:
        folder = _folders.skipped.pop(0)
        spec = PathFinder.find_spec(folder.__name__, import_module(folder.__name__.rpartition(".")[0]).__path__)
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module(folder)
        for name in getattr(folder, "__all__", ()):
            import_module(f"{folder.__name__}.{name}")


def leave_out(ids: Collection[str]) -> None:
    """Take Checkov's own checks of these IDs out of Terraform and Kubernetes.

    `skip-check` would take out what ARM templates and Bicep files have under the same IDs as well, which no check of
    ours stands in for.
    """
    from checkov.common.checks_infra.registry import get_graph_checks_registry
    from checkov.terraform.checks.resource.registry import resource_registry

    for checks in resource_registry.checks.values():
        checks[:] = [check for check in checks if check.id not in ids]
    for framework in ("terraform", "kubernetes"):
        registry = get_graph_checks_registry(framework)
        registry.load_checks()
        registry.checks[:] = [check for check in registry.checks if check.id not in ids]
