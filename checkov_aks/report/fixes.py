"""What to do first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from checkov_aks.report.model import Result
from checkov_aks.report.score import area_order, severity_order


@dataclass(frozen=True)
class Fix:
    """A check and its results: one kind of fix for all of them. Severity, area and text are those of the first."""

    results: tuple[Result, ...]

    @property
    def first(self) -> Result:
        """The result that speaks for all."""
        return min(self.results, key=lambda result: severity_order(result.severity))

    @property
    def resources(self) -> int:
        """How many resources it mends."""
        return len({(result.path, result.resource) for result in self.results})


def fixes(results: Iterable[Result]) -> list[Fix]:
    """The results by check: the worst severity first, then what mends most resources, then in the guide's order."""
    by_check: dict[str, list[Result]] = {}
    for result in results:
        by_check.setdefault(result.check_id, []).append(result)
    return sorted((Fix(tuple(group)) for group in by_check.values()), key=_order)


def _order(fix: Fix) -> tuple[object, ...]:
    first = fix.first
    return severity_order(first.severity), -fix.resources, area_order(first.area), first.check_id
