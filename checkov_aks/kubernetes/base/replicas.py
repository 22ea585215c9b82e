"""How many replicas a workload has, what scales it, and which disruption budgets are over it.

https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
https://kubernetes.io/docs/tasks/run-application/configure-pdb/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from checkov_aks.common.verdict import PASSED, UNKNOWN, Verdict, any_of, verdict_of
from checkov_aks.kubernetes.base.labels import is_empty
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.scan import Scan
from checkov_aks.kubernetes.base.values import Value, read

SCALED_KINDS: Final = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")

# Each kind of autoscaler with its field of the lower limit and the default.
# https://keda.sh/docs/latest/reference/scaledobject-spec/
_AUTOSCALERS: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {"HorizontalPodAutoscaler": ("spec.minReplicas", 1), "ScaledObject": ("spec.minReplicaCount", 0)}
)


def replica_count(workload: Manifest) -> int | None:
    """The `spec.replicas` of a workload, 1 where it is absent; None where it cannot be told."""
    return _count(workload["spec.replicas"], 1)


def at_least(number: int | None, limit: int) -> Verdict:
    """Whether a number, None for one that cannot be told, reaches a limit."""
    return UNKNOWN if number is None else verdict_of(number >= limit)


def autoscalers(workload: Manifest, scan: Scan) -> Iterator[tuple[int | None, Verdict]]:
    """The lower limit of each autoscaler that may scale a workload, and whether it does."""
    for kind, (lowest, default) in _AUTOSCALERS.items():
        for scaler, names_it in scan.naming(workload, kind, "spec.scaleTargetRef.name"):
            target = scaler["spec.scaleTargetRef.kind"]
            of_kind = (read("Deployment") if target.absent else target).is_in(workload.kind)
            yield _count(scaler[lowest], default), names_it & of_kind


def is_autoscaled(workload: Manifest, scan: Scan) -> Verdict:
    """Whether an autoscaler of the scan scales a workload."""
    return any_of(scales for _, scales in autoscalers(workload, scan))


def has_budget(workload: Manifest, scan: Scan) -> Verdict:
    """Whether a disruption budget of the scan selects the pods of a workload.

    An empty selector of `policy/v1beta1` is meant to and does not: UNKNOWN.
    """
    if workload.pod is None:
        return UNKNOWN
    found = scan.selecting(workload, workload.pod.labels, "PodDisruptionBudget")
    return any_of(chosen & PASSED.only_if(~selects_nothing(budget)) for budget, chosen in found)


def selects_nothing(budget: Manifest) -> Verdict:
    """Whether an empty selector selects no pods: in `policy/v1beta1`, unlike `policy/v1`."""
    return budget["apiVersion"].is_in("policy/v1beta1") & is_empty(budget["spec.selector"])


def replicas_under(budget: Manifest, scan: Scan) -> int | None:
    """How many replicas the workloads under a disruption budget have together.

    None where the scan has none, or the number cannot be told: it may select others, something scales them, or there
    are two of one name with different numbers.
    """
    counts: dict[object, int | None] = {}
    for workload, selected in scan.selected(budget, *SCALED_KINDS):
        if not selected.failed:
            steady = selected.passed and is_autoscaled(workload, scan).failed
            count = replica_count(workload) if steady else None
            name = (workload.kind, workload.name.written())
            counts[name] = count if counts.setdefault(name, count) == count else None
    known = [count for count in counts.values() if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def allows_eviction(budget: Manifest, replicas: int | None) -> Verdict:
    """Whether a disruption budget lets one of so many healthy pods be evicted; None where their number is not known.

    Percentages are rounded up, of those that must be there as of those that may be missing.
    """
    missing, needed = budget["spec.maxUnavailable"], budget["spec.minAvailable"]
    if missing.absent == needed.absent:
        return UNKNOWN
    if needed.absent:
        return at_least(_share(missing, 1), 1)
    share = _share(needed, replicas or 1)
    if share == 0 or needed.is_in("100%").passed:
        return verdict_of(share == 0)
    return UNKNOWN if share is None else at_least(replicas or None, share + 1)


def _count(value: Value, default: int) -> int | None:
    if value.absent:
        return default
    number = value.integer()
    return number if value.text() is None and number is not None and number >= 0 else None


def _share(value: Value, total: int) -> int | None:
    """A number as it is written, or a percentage of a total, rounded up; None where it is neither."""
    percentage = re.fullmatch(r"([0-9]{1,2}|100)%", value.text() or "")
    return -(-total * int(percentage[1]) // 100) if percentage else _count(value, 0)
