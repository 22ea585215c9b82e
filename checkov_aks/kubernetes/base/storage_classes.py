"""Storage classes, as Azure's CSI drivers read them: parameters in any case, some under several names.

https://learn.microsoft.com/azure/aks/create-volume-azure-disk
https://learn.microsoft.com/azure/aks/create-volume-azure-files
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from checkov_aks.common.verdict import UNKNOWN, Verdict, verdict_of
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value

SKU: Final = ("skuName", "storageAccountType")


def is_of(storage_class: Manifest, *drivers: str) -> Verdict:
    """Whether a storage class is one of a driver's. Absent is not."""
    return storage_class["provisioner"].folds_to(*drivers)


def parameter(storage_class: Manifest, *names: str) -> Value:
    """A parameter by its name, or names that mean the same, in any case. Unknown where spellings contradict each
    other, and where it is no text, number or boolean.
    """
    parameters = storage_class["parameters"]
    wanted = {name.lower() for name in names}
    found = [value for key, value in (parameters.entries() or {}).items() if key.lower() in wanted]
    if not found:
        return parameters.entry(min(names))
    first = found[0]
    plain = isinstance(first.raw, (str, int))
    return (
        first
        if plain and all(_folded(value) == _folded(first) for value in found)
        else replace(UNRESOLVED, path=first.path)
    )


def is_left_out(value: Value) -> Verdict:
    """Whether the driver takes its default: for what is absent and for an empty text."""
    return verdict_of(value.absent) | value.folds_to("")


def ends_with(value: Value, ending: str) -> Verdict:
    """Whether a text has an ending, in any case. Absent has none."""
    text = "" if value.absent else value.text()
    return UNKNOWN if text is None else verdict_of(text.lower().endswith(ending.lower()))


def is_not(value: Value, text: str) -> Verdict:
    """Whether a parameter is anything but a text, in any case; the reason of a failure tells what was found."""
    return (~value.folds_to(text)).because(value.describe())


def _folded(value: Value) -> Any:
    return value.raw.lower() if isinstance(value.raw, str) else value.raw
