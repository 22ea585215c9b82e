"""Finds packs of checks by entry point and registers every check with Checkov, once."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checkov.common.checks.base_check import BaseCheck

GROUP = "checkov_aks.checks"
CHECKOVS_OWN = ("CKV", "BC_")
OWN_PACKS = {"terraform": "checkov_aks.terraform", "kubernetes": "checkov_aks.kubernetes"}

_lock = RLock()


class RegistrationError(Exception):
    """A pack cannot be loaded or is incomplete, or an ID is taken; the text says which and why."""


@dataclass(frozen=True)
class Registered:
    """A check and where it comes from."""

    check: BaseCheck
    pack: str
    module: str

    @property
    def name(self) -> str:
        """The module's name, which is the class's name in snake case."""
        return self.module.rpartition(".")[2]

    @property
    def area(self) -> str:
        """The folder that the check lies in."""
        return self.module.split(".")[-2]


def register(framework: str | None = None) -> tuple[str, ...]:
    """See `checkov_aks.register`."""
    from checkov_aks.common.settings import current

    with _lock:
        current()
        return tuple(sorted(registered(framework)))


@lru_cache(maxsize=16)
def registered(framework: str | None = None) -> dict[str, Registered]:
    """Every check of every pack by ID, loaded and registered on the first call. Raises `RegistrationError`.

    framework   only packs for that one of Checkov's frameworks, or that do not say which they are for
    """
    from checkov_aks.common.collector import settle

    with _lock:
        settle()
        found: dict[str, Registered] = {}
        for pack, target in sorted(packs().items()):
            for item in _load_pack(pack, target, framework):
                _refuse_duplicate(item, found)
                found[item.check.id] = item
        _make_known(found)
        return found


def packs() -> dict[str, str]:
    """The packages of checks by entry-point name. Ours are there even where only a clone is, without metadata."""
    return {**OWN_PACKS, **{entry.name: entry.value for entry in entry_points(group=GROUP)}}


def _load_pack(pack: str, target: str, framework: str | None) -> list[Registered]:
    try:
        package = import_module(target)
        if framework not in (None, *getattr(package, "FRAMEWORKS", (framework,))):
            return []
        items = [Registered(module.check, pack, module.__name__) for module in _check_modules(package)]
    except (Exception, SystemExit) as error:
        raise RegistrationError(f"cannot load the pack `{pack}` ({target}): {type(error).__name__}: {error}") from error
    expected = getattr(package, "EXPECTED_CHECKS", 0)
    if len(items) < expected:
        raise RegistrationError(f"the pack `{pack}` has {len(items)} checks instead of {expected}: reinstall it")
    return items


def _check_modules(package: ModuleType) -> Iterator[Any]:
    """The modules of a package, at any depth, that define `check`; what they need of its folder `base` they import."""
    base = f"{package.__name__}.base."
    for info in sorted(pkgutil.walk_packages(package.__path__, package.__name__ + "."), key=lambda info: info.name):
        is_loader = info.name.rpartition(".")[2].startswith("checkov_aks_")
        if not info.ispkg and not is_loader and not info.name.startswith(base):
            module = import_module(info.name)
            if hasattr(module, "check"):
                yield module


def _refuse_duplicate(item: Registered, found: dict[str, Registered]) -> None:
    other = found.get(item.check.id)
    if other:
        raise RegistrationError(f"check ID {item.check.id} is used twice: by {other.module} and by {item.module}")


def _make_known(found: dict[str, Registered]) -> None:
    """Mark the checks as external, which Checkov does only for files that it loads itself, and see that they are there.

    Checkov silently keeps the first check of an ID.
    """
    from checkov.common.checks.base_check_registry import BaseCheckRegistry
    from checkov.runner_filter import RunnerFilter

    for id_, item in found.items():
        if id_.startswith(CHECKOVS_OWN):
            raise RegistrationError(f"check ID {id_} of {item.module} is one of Checkov's own")
        RunnerFilter.notify_external_check(id_)
    for other in BaseCheckRegistry.get_all_registered_checks():
        ours = found.get(other.id)
        if ours and _origin(other) != _origin(ours.check):
            raise RegistrationError(
                f"check ID {other.id} of {ours.module} is already taken by {type(other).__module__}"
            )


def _origin(check: BaseCheck) -> str:
    """A check's module without the package: Checkov loads files a second time as top-level modules."""
    return type(check).__module__.rpartition(".")[2]
