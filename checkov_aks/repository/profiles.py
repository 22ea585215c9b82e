"""Profiles: which of our checks a repository asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

Entry = Mapping[str, Any]

# What the policies of AKS Deployment Safeguards ask of workloads, as far as Checkov's own checks don't
# (https://learn.microsoft.com/azure/aks/deployment-safeguards), and whether a cluster has them.
SAFEGUARDS: Final = frozenset(
    {"AKS_304", "AKS_305", "AKS_350", "AKS_351", "AKS_353", "AKS_650", "AKS_753", "AKS_754", "AKS_755", "AKS_760"}
)

PROFILES: Final[Mapping[str, Callable[[Entry], bool]]] = MappingProxyType(
    {
        "production": lambda entry: True,
        "dev": lambda entry: entry["area"] not in ("availability", "cost"),
        "guide": lambda entry: entry["guide"] != "-",
        "safeguards": lambda entry: entry["id"] in SAFEGUARDS,
    }
)


def left_out(entries: Iterable[Entry], profile: str) -> list[str]:
    """The IDs of our checks that a profile leaves out, as Checkov's `skip-check` takes them.

    Where it leaves out all of a hundred, as AKS_7*, what a later release adds there is left out too.
    """
    hundreds: dict[str, list[Entry]] = {}
    for entry in entries:
        hundreds.setdefault(entry["id"][: len("AKS_1")], []).append(entry)
    found: list[str] = []
    for hundred, members in sorted(hundreds.items()):
        left = [entry["id"] for entry in members if not PROFILES[profile](entry)]
        found += [f"{hundred}*"] if len(left) == len(members) else left
    return found
