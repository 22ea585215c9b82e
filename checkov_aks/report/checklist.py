"""The checklist at the end of the guide, and the checks that decide each line. Data, then the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from checkov_aks.report.model import Result, Status


@dataclass(frozen=True)
class Line:
    """A line of the checklist. `clusters` and `manifests` are the IDs of the checks of Terraform and of Kubernetes."""

    title: str
    clusters: tuple[str, ...]
    manifests: tuple[str, ...] = ()

    @property
    def checks(self) -> tuple[str, ...]:
        """Both."""
        return self.clusters + self.manifests


def _ids(numbers: str) -> tuple[str, ...]:
    return tuple(f"AKS_{number}" for number in numbers.split())


# A line asks for less than its section of the guide: AKS_201 is satisfied by authorized ranges, so that AKS_202, which
# wants a private cluster, does not belong to the second line.
CHECKLIST = (
    Line("Azure AD integration enabled with managed RBAC", _ids("101 102 103 107 108 109")),
    Line("Private cluster enabled (or authorized IP ranges)", _ids("201 203 204")),
    Line("Azure CNI with network policies enabled", _ids("205 206"), _ids("250 251 252")),
    Line("Managed identity (system or user-assigned)", _ids("105"), _ids("160 161")),
    Line(
        "Workload Identity enabled for pod-level access",
        _ids("106 110 111 112"),
        _ids("150 151 152 153 154 155 156 157 158 159"),
    ),
    Line("Local accounts disabled", _ids("104")),
    Line("Microsoft Defender for Containers enabled", _ids("301 302")),
    Line("ACR with vulnerability scanning", _ids("306 307 308 309 310 312"), _ids("353")),
    Line(
        "Key Vault CSI driver for secrets",
        _ids("401 402 403"),
        _ids("450 451 452 453 454 455 456 457 458 459"),
    ),
    Line("Container Insights enabled", _ids("501")),
    Line("Diagnostic settings configured", _ids("502 503 504 505")),
    Line("Automatic upgrades enabled", _ids("602 603 604 605"), _ids("758 759")),
    Line("Availability zones configured", _ids("701 702"), _ids("653 755 756 757")),
    Line("System/user node pool separation", _ids("703 704"), _ids("753")),
    Line("Uptime SLA enabled (Standard SKU)", _ids("705")),
    Line("Pod Security Standards enforced", _ids("303 304 305"), _ids("350 351 352")),
)


class State(str, Enum):
    """Of a line. `value` is the word that is shown."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "not determined"


@dataclass(frozen=True)
class Verdict:
    """A line with its state, the checks that failed, and how many results passed and were suppressed."""

    line: Line
    state: State
    failed: tuple[str, ...]
    passed: int
    suppressed: int

    @property
    def note(self) -> str:
        """What decided, in a few words."""
        if self.failed:
            return ", ".join(self.failed)
        if self.state is State.PASSED:
            return f"{self.passed} passed" + (f", {self.suppressed} suppressed" if self.suppressed else "")
        return "suppressed" if self.suppressed else "no result"


def checklist(results: Iterable[Result]) -> list[Verdict]:
    """Every line: failed if a check of it failed, passed if some passed and none failed, else not determined."""
    by_check: dict[str, list[Result]] = {}
    for result in results:
        by_check.setdefault(result.check_id, []).append(result)
    return [_verdict(line, [result for id_ in line.checks for result in by_check.get(id_, [])]) for line in CHECKLIST]


def _verdict(line: Line, results: list[Result]) -> Verdict:
    failed = tuple(dict.fromkeys(result.check_id for result in results if result.status is Status.FAILED))
    passed = sum(result.status is Status.PASSED for result in results)
    state = State.FAILED if failed else State.PASSED if passed else State.UNKNOWN
    return Verdict(line, state, failed, passed, sum(result.status is Status.SUPPRESSED for result in results))
